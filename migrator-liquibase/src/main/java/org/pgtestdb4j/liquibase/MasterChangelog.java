package org.pgtestdb4j.liquibase;

import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;

/** The changelog that lies where many projects have it. Looked for without loading Liquibase. */
final class MasterChangelog {

    private static final String PATH = "db/changelog/db.changelog-master.";
    private static final List<String> FORMATS = List.of("yaml", "yml", "xml", "json", "sql");

    private MasterChangelog() {}

    /** Returns its path on the class path. More than one is refused. */
    static Optional<String> find(ClassLoader classLoader) {
        List<String> found = FORMATS.stream()
                .map(PATH::concat)
                .filter(path -> classLoader.getResource(path) != null)
                .toList();
        if (found.size() > 1) {
            throw new ConfigurationException(
                    "There are the changelogs %s, and only you know which one is meant. Name it: LiquibaseMigrator.of(path), or \"liquibase:%s\" in annotations and settings."
                            .formatted(String.join(" and ", found), found.get(0)));
        }
        return found.stream().findFirst();
    }

    static String pattern() {
        return "classpath:" + PATH + "{" + String.join(",", FORMATS) + "}";
    }
}
