package org.pgtestdb4j.benchmarks.liquibase;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.benchmarks.Contender;

/** To an open connection on a test's own database; in the first round from nothing. Finds the template, or builds it. */
public final class Ours implements Contender {

    private final String url;
    private final String directory;
    private @Nullable PgTestDb heldOpen;

    /**
     * Takes what to migrate.
     *
     * @param arguments the url of a server's admin, and a directory of changelogs
     */
    public Ours(List<String> arguments) {
        this.url = arguments.get(0);
        this.directory = arguments.get(1);
    }

    @Override
    public double once() throws Exception {
        return toConnection(directory);
    }

    private double toConnection(String directory) throws Exception {
        long start = System.nanoTime();
        PgTestDb pg = heldOpen == null ? PgTestDb.builder().url(url).open() : heldOpen;
        heldOpen = pg;
        try (TestDatabase database = pg.database(Changelogs.migrator(directory));
                Connection connection = database.dataSource().getConnection()) {
            connection.isValid(0);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    @Override
    public void close() {
        if (heldOpen != null) {
            heldOpen.close();
        }
    }

    /** The same with other changelogs each time, so that there is no template yet. */
    public static final class Built implements Contender {

        private final Ours ours;
        private final Changelogs changelogs;

        /**
         * Takes what to migrate.
         *
         * @param arguments the url of a server's admin, and a directory for directories of changelogs
         */
        public Built(List<String> arguments) {
            this.ours = new Ours(arguments);
            this.changelogs = new Changelogs(ours.directory);
        }

        @Override
        public double once() throws Exception {
            return ours.toConnection(changelogs.nobodyHasSeen());
        }

        @Override
        public void close() {
            ours.close();
        }
    }
}
