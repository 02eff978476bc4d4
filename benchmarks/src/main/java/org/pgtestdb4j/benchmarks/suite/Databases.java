package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;

/** Hands a database to each test. Safe for use by as many threads as the suite has. */
@FunctionalInterface
public interface Databases {

    /**
     * Waits until a test can work.
     *
     * @return a migrated database that no other test sees
     * @throws Exception if there is none
     */
    Held take() throws Exception;

    /** What a test has. */
    interface Held extends AutoCloseable {

        /**
         * Returns the way in.
         *
         * @return an open connection in autocommit, closed together with this
         */
        Connection connection();

        /**
         * Gives the database back.
         *
         * @throws SQLException if that fails
         */
        @Override
        void close() throws SQLException;
    }
}
