package org.pgtestdb4j.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.recycle.Life;

/**
 * A clone that a test can have at once.
 *
 * @param unused the clone
 * @param connection an open one to it, as the test's own would be; null if there is none
 * @param life what to remember of it for when it comes back; null if it does not
 */
public record ReadyClone(
        Clone unused,
        @Nullable Connection connection,
        @Nullable Life life) {

    /** Closes the connection, since no test will have this clone. */
    void letGo() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken already.
            }
        }
    }
}
