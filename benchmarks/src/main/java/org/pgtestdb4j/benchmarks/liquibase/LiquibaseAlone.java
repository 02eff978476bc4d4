package org.pgtestdb4j.benchmarks.liquibase;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;

/** What a test does without us: it updates an empty database, and opens a connection. */
public final class LiquibaseAlone implements Contender {

    private final String url;
    private final String directory;

    /**
     * Takes what to apply.
     *
     * @param arguments the url of an empty database, and a directory of changelogs
     */
    public LiquibaseAlone(List<String> arguments) {
        this.url = arguments.get(0);
        this.directory = arguments.get(1);
    }

    @Override
    public double once() throws Exception {
        return update(url, directory);
    }

    private static double update(String url, String directory) throws Exception {
        return Contender.millis(() -> {
            Scope.child(Changelogs.quiet(), () -> {
                try (Connection connection = Server.connect(url)) {
                    Database database = DatabaseFactory.getInstance()
                            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
                    Scope.child(
                            Map.of(
                                    Scope.Attr.resourceAccessor.name(),
                                    new DirectoryResourceAccessor(Path.of(directory))),
                            () -> new CommandScope("update")
                                    .addArgumentValue("database", database)
                                    .addArgumentValue("changelogFile", Changelogs.MASTER)
                                    .addArgumentValue("showSummary", UpdateSummaryEnum.OFF)
                                    .execute());
                }
            });
            try (Connection connection = Server.connect(url)) {
                connection.isValid(0);
            }
        });
    }

    /** The same again and again, each time with a database of its own; what it takes to create that does not count. */
    public static final class Repeated implements Contender {

        private final Server server;
        private final String directory;

        /**
         * Takes what to apply.
         *
         * @param arguments the url of a server's admin, and a directory of changelogs
         */
        public Repeated(List<String> arguments) {
            this.server = Server.at(arguments.get(0));
            this.directory = arguments.get(1);
        }

        @Override
        public double once() throws Exception {
            String url = server.createDatabase();
            try {
                return update(url, directory);
            } finally {
                server.dropDatabase(url);
            }
        }
    }
}
