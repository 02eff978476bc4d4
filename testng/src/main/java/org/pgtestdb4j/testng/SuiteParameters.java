package org.pgtestdb4j.testng;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.pgtestdb4j.ConfigurationException;
import org.testng.xml.XmlSuite;

/** The settings among the parameters of suites. All suites of a run work on one server, so they must agree. */
final class SuiteParameters {

    private final Map<String, Map<String, String>> suitesByValueByName = new ConcurrentHashMap<>();

    void add(List<XmlSuite> suites) {
        for (XmlSuite suite : suites) {
            suite.getParameters()
                    .forEach((name, value) -> suitesByValueByName
                            .computeIfAbsent(name, key -> new TreeMap<>())
                            .put(value, suite.getName()));
            add(suite.getChildSuites());
        }
    }

    Optional<String> find(String name) {
        Map<String, String> suitesByValue = suitesByValueByName.getOrDefault(name, Map.of());
        if (suitesByValue.size() > 1) {
            throw new ConfigurationException(
                    "The suites %s set %s to different values. Set it in one of them, or to the same value in all: they run together."
                            .formatted(String.join(", ", suitesByValue.values()), name));
        }
        return suitesByValue.keySet().stream().findFirst();
    }
}
