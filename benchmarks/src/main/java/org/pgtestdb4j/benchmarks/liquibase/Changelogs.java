package org.pgtestdb4j.benchmarks.liquibase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import liquibase.Scope;
import liquibase.logging.core.NoOpLogService;
import liquibase.ui.LoggerUIService;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.liquibase.LiquibaseMigrator;

/** Directories with the same changelogs in formatted SQL, and such that differ by a comment, which makes another template. */
final class Changelogs {

    static final String MASTER = "master.xml";

    private static final String PATTERN = "%03d-tables.sql";

    private final Path directory;
    private int seen;

    Changelogs(String directory) {
        this.directory = Path.of(directory);
    }

    static LiquibaseMigrator migrator(String directory) {
        return LiquibaseMigrator.builder()
                .searchPath(Path.of(directory))
                .changelog(MASTER)
                .build();
    }

    String same() throws IOException {
        return write("same", "");
    }

    String nobodyHasSeen() throws IOException {
        String name = Integer.toString(seen++);
        return write(name, "-- " + directory.resolve(name) + "\n");
    }

    private String write(String name, String comment) throws IOException {
        Path root = directory.resolve(name);
        Path tables = TableFiles.write(root.resolve("tables"), PATTERN);
        for (int file = 1; Files.exists(tables.resolve(PATTERN.formatted(file))); file++) {
            Path path = tables.resolve(PATTERN.formatted(file));
            Files.writeString(
                    path,
                    "--liquibase formatted sql\n--changeset us:" + file + "\n" + comment + Files.readString(path));
        }
        Files.writeString(root.resolve(MASTER), """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <includeAll path="tables"/>
                </databaseChangeLog>
                """);
        return root.toString();
    }

    /** What makes Liquibase alone as quiet as the adapter, so that the same is compared. */
    static Map<String, Object> quiet() {
        return Map.of(
                Scope.Attr.logService.name(),
                new NoOpLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false);
    }
}
