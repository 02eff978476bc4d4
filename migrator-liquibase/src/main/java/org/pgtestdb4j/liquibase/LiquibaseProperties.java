package org.pgtestdb4j.liquibase;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What system properties and the environment say to Liquibase itself: {@code liquibase.duplicateFileMode}, {@code LIQUIBASE_…}. */
final class LiquibaseProperties {

    /** Of no effect on what becomes of a changelog, or not ours to look at. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "liquibase[._](analytics.*|log[._]?(level|file|format|channels)|license.*|home|launcher.*|command[._](url|username|password|driver))");

    private LiquibaseProperties() {}

    static SortedMap<String, String> current() {
        SortedMap<String, String> properties = new TreeMap<>();
        System.getProperties().forEach((name, value) -> add(properties, String.valueOf(name), String.valueOf(value)));
        System.getenv().forEach((name, value) -> add(properties, name, value));
        return properties;
    }

    private static void add(Map<String, String> properties, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if ((lower.startsWith("liquibase.") || lower.startsWith("liquibase_"))
                && !LEFT_OUT.matcher(lower).matches()) {
            properties.put(name, value);
        }
    }
}
