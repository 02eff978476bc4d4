package org.pgtestdb4j.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import liquibase.Scope;
import liquibase.database.Database;
import liquibase.database.DatabaseConnection;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.postgresql.Driver;

/** Does what the settings say with Liquibase, with a database and without. Immutable. */
final class LiquibaseRun {

    private static final String INVALID_URL = "08001";

    private final SearchPath searchPath;
    private final LiquibaseSettings settings;
    private final @Nullable String given;

    LiquibaseRun(SearchPath searchPath, LiquibaseSettings settings, @Nullable String given) {
        this.searchPath = searchPath;
        this.settings = settings;
        this.given = given;
    }

    /** What decides the outcome: the sum of it, and the parts that can be looked up again without Liquibase. */
    record Content(String hash, Reads reads, Set<String> parameters, Set<String> classes) {}

    Content content() {
        Reads reads = new Reads();
        try {
            return OwnScope.call(searchPath.classLoader(), () -> contentOf(reads));
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigurationException(
                    "Liquibase cannot read %s in %s%s: %s"
                            .formatted(
                                    changelogs(),
                                    searchPath,
                                    reads.last() == null ? "" : " (the last file it read is " + reads.last() + ")",
                                    e.getMessage()),
                    e);
        }
    }

    private Content contentOf(Reads reads) throws Exception {
        LiquibaseFingerprint sum = new LiquibaseFingerprint(searchPath.classLoader(), given);
        Set<String> parameters = new TreeSet<>();
        sum.add(settings);
        within(
                reads,
                () -> configured(NoConnection.database(Scope.getCurrentScope().getResourceAccessor())),
                database -> {
                    for (LiquibaseSettings.Update update : settings.updates()) {
                        Changelog changelog = Changelog.parse(settings, update, database);
                        sum.add(changelog);
                        parameters.addAll(changelog.parameters().names());
                    }
                });
        if (sum.isOfNothing()) {
            throw nothing("there is no change set in");
        }
        sum.add(reads);
        return new Content(sum.toHex(), reads, parameters, sum.classes());
    }

    void migrate(String url) throws Exception {
        Set<String> seen = given == null ? content().reads().files().keySet() : Set.of();
        OwnScope.call(searchPath.classLoader(), () -> {
            Reads reads = new Reads();
            try (Connection connection = connect(url)) {
                within(reads, () -> open(connection), this::update);
            }
            refuseUnseen(reads, seen);
            return reads;
        });
    }

    private void update(Database database) throws Exception {
        for (LiquibaseSettings.Update update : settings.updates()) {
            Changelog.parse(settings, update, database).apply();
        }
        if (database.getRanChangeSetList().isEmpty()) {
            throw nothing("nothing was due in");
        }
    }

    private void refuseUnseen(Reads reads, Set<String> seen) {
        if (given == null) {
            List<String> unseen = new ArrayList<>(reads.files().keySet());
            unseen.removeAll(seen);
            if (!unseen.isEmpty()) {
                throw LiquibaseFingerprint.unseen("the file " + String.join(", ", unseen));
            }
        }
    }

    /** Opens a database. */
    @FunctionalInterface
    private interface Opening {
        Database open() throws Exception;
    }

    /** Works on a database. */
    @FunctionalInterface
    private interface Work {
        void on(Database database) throws Exception;
    }

    private void within(Reads reads, Opening opening, Work work) throws Exception {
        searchPath.open(accessor -> {
            RecordingResourceAccessor recording = new RecordingResourceAccessor(accessor, reads);
            Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), recording), () -> {
                Database database = opening.open();
                Scope.child(Map.of(Scope.Attr.database.name(), database), () -> work.on(database));
            });
            return reads;
        });
    }

    private Database open(Connection connection) throws LiquibaseException {
        DatabaseConnection wrapped = new JdbcConnection(connection);
        return configured(DatabaseFactory.getInstance().findCorrectDatabaseImplementation(wrapped));
    }

    private Database configured(Database database) throws DatabaseException {
        if (settings.defaultSchema() != null) {
            database.setDefaultSchemaName(settings.defaultSchema());
        }
        if (settings.liquibaseSchema() != null) {
            database.setLiquibaseSchemaName(settings.liquibaseSchema());
        }
        if (settings.changelogTable() != null) {
            database.setDatabaseChangeLogTableName(settings.changelogTable());
        }
        if (settings.lockTable() != null) {
            database.setDatabaseChangeLogLockTableName(settings.lockTable());
        }
        return database;
    }

    /** Not by {@code DriverManager}, which may hold other drivers that take the url. */
    private static Connection connect(String url) throws SQLException {
        Connection connection = new Driver().connect(url, new Properties());
        if (connection == null) {
            throw new SQLException("The database's url is none of PostgreSQL", INVALID_URL);
        }
        return connection;
    }

    private ConfigurationException nothing(String why) {
        return new ConfigurationException(
                "Liquibase would build an empty schema: %s %s. Correct the changelog's path, or the contexts and labels."
                        .formatted(why, changelogs()));
    }

    private String changelogs() {
        return settings.updates().stream()
                .map(LiquibaseSettings.Update::changelog)
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
