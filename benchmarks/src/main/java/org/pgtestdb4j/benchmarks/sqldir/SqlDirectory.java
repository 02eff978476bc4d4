package org.pgtestdb4j.benchmarks.sqldir;

import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;
import org.pgtestdb4j.sqldir.SqlDirMigrator;

/** Fills empty databases with a directory; what it takes to create them does not count. */
public final class SqlDirectory implements Contender {

    private final Server server;
    private final String directory;

    /**
     * Takes what to run.
     *
     * @param arguments the url of a server's admin, and a directory
     */
    public SqlDirectory(List<String> arguments) {
        this.server = Server.at(arguments.get(0));
        this.directory = arguments.get(1);
    }

    @Override
    public double once() throws Exception {
        String url = server.createDatabase();
        try {
            return Contender.millis(() -> SqlDirMigrator.of(directory).migrate(url));
        } finally {
            server.dropDatabase(url);
        }
    }

    /** The fingerprint alone. */
    public static final class Hash implements Contender {

        private final String directory;

        /**
         * Takes what to read.
         *
         * @param arguments a directory
         */
        public Hash(List<String> arguments) {
            this.directory = arguments.get(0);
        }

        @Override
        public double once() throws Exception {
            return Contender.millis(() -> SqlDirMigrator.of(directory).hash());
        }
    }
}
