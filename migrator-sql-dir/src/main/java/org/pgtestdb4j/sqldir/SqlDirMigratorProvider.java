package org.pgtestdb4j.sqldir;

import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@link SqlDirMigrator}s out of {@code sql:db/migrations} and {@code sql:db/migrations?layout=goose&history=off}. */
public final class SqlDirMigratorProvider implements MigratorProvider {

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public SqlDirMigratorProvider() {}

    @Override
    public String id() {
        return "sql";
    }

    @Override
    public String looksFor() {
        return "nothing by itself; write sql:path/to/directory";
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.empty();
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        int options = location.indexOf('?');
        SqlDirMigrator migrator =
                SqlDirMigrator.of(options < 0 ? location : location.substring(0, options), context.classLoader());
        if (options >= 0) {
            for (String option : location.substring(options + 1).split("&")) {
                migrator = with(option.strip(), migrator);
            }
        }
        migrator.hash(); // refuses what has no files, or cannot be run
        return migrator;
    }

    private static SqlDirMigrator with(String option, SqlDirMigrator migrator) {
        if (option.startsWith("layout=")) {
            return migrator.layout(option.substring("layout=".length()));
        }
        return switch (option) {
            case "history=off" -> migrator.withoutHistory();
            case "history=on" -> migrator;
            default ->
                throw new ConfigurationException(
                        "\"%s\" is no option of sql:. There are layout=… and history=off, separated by &: \"sql:db/migrations?layout=goose&history=off\"."
                                .formatted(option));
        };
    }
}
