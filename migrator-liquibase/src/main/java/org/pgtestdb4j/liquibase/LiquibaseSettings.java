package org.pgtestdb4j.liquibase;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * What Liquibase is asked to do with an empty database.
 *
 * @param updates one after the other, from the first
 * @param parameters values for <code>${…}</code> in changelogs, besides those that Liquibase finds itself
 */
record LiquibaseSettings(
        List<Update> updates,
        Map<String, String> parameters,
        @Nullable String defaultSchema,
        @Nullable String liquibaseSchema,
        @Nullable String changelogTable,
        @Nullable String lockTable) {

    /**
     * One run of {@code liquibase update}.
     *
     * @param contexts as Liquibase takes them; empty for change sets of all contexts
     * @param labels as Liquibase takes them; empty for change sets of all labels
     */
    record Update(String changelog, String contexts, String labels) {

        void addTo(Fingerprint sum) {
            sum.text("changelog", changelog);
            sum.text("contexts", contexts);
            sum.text("labels", labels);
        }
    }

    void addTo(Fingerprint sum) {
        updates.forEach(update -> update.addTo(sum));
        parameters.keySet().stream().sorted().forEach(name -> {
            sum.text("parameter", name);
            sum.text("value", String.valueOf(parameters.get(name)));
        });
        add(sum, "default schema", defaultSchema);
        add(sum, "Liquibase schema", liquibaseSchema);
        add(sum, "changelog table", changelogTable);
        add(sum, "lock table", lockTable);
    }

    private static void add(Fingerprint sum, String name, @Nullable String value) {
        if (value != null) {
            sum.text(name, value);
        }
    }
}
