package org.pgtestdb4j.benchmarks.flyway;

import java.sql.Connection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;

/** What a test does without us: it migrates an empty database, and opens a connection. */
public final class FlywayAlone implements Contender {

    private final String url;
    private final String directory;

    /**
     * Takes what to migrate.
     *
     * @param arguments the url of an empty database, and a directory of migrations
     */
    public FlywayAlone(List<String> arguments) {
        this.url = arguments.get(0);
        this.directory = arguments.get(1);
    }

    @Override
    public double once() throws Exception {
        return migrate(url, directory);
    }

    private static double migrate(String url, String directory) throws Exception {
        return Contender.millis(() -> {
            Flyway.configure()
                    .dataSource(url, null, null)
                    .locations("filesystem:" + directory)
                    .load()
                    .migrate();
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
         * Takes what to migrate.
         *
         * @param arguments the url of a server's admin, and a directory of migrations
         */
        public Repeated(List<String> arguments) {
            this.server = Server.at(arguments.get(0));
            this.directory = arguments.get(1);
        }

        @Override
        public double once() throws Exception {
            String url = server.createDatabase();
            try {
                return migrate(url, directory);
            } finally {
                server.dropDatabase(url);
            }
        }
    }
}
