package org.pgtestdb4j.liquibase;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/** Notes which parameters a changelog asks for, be they set by the user, in a changelog, by a system property or the environment. */
final class RecordingParameters extends ChangeLogParameters {

    /** Another at every run, so it would make another hash at every run. */
    private static final String DEPLOYMENT = "LIQUIBASE_EXECUTION_DEPLOYMENT_ID";

    private final SortedMap<String, Set<String>> asked = new TreeMap<>();

    RecordingParameters(Database database) {
        super(database);
    }

    @Override
    public @Nullable Object getValue(String name, @Nullable DatabaseChangeLog changelog) {
        if (name.equalsIgnoreCase(DEPLOYMENT)) {
            return "0";
        }
        Object value = super.getValue(name, changelog);
        asked.computeIfAbsent(name, key -> new TreeSet<>()).add(String.valueOf(value));
        return value;
    }

    Set<String> names() {
        return asked.keySet();
    }

    void addTo(Fingerprint sum) {
        asked.forEach((name, values) -> values.forEach(value -> sum.text("${" + name + "}", value)));
    }
}
