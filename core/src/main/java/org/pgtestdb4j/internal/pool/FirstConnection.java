package org.pgtestdb4j.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a test's first connection before there is the test. Safe for use by several threads. */
public final class FirstConnection {

    private static final Logger log = LoggerFactory.getLogger(FirstConnection.class);

    /**
     * What a test that runs meanwhile sets for its role (ALTER ROLE … SET) holds in every session that begins before it is reset, and stays
     * there. So the session itself is asked; what the view of settings does not show is asked of the catalog.
     */
    private static final String IS_TOUCHED_BY_A_TEST = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_show_all_settings() WHERE source = 'user')
                OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting
                           WHERE setdatabase = 0 AND pg_catalog.pg_get_userbyid(setrole) = session_user)
                OR current_user <> session_user""";

    private final Admin admin;
    private final TestRole role;

    /** Creates an opener for the databases of a role. */
    public FirstConnection(Admin admin, TestRole role) {
        this.admin = admin;
        this.role = role;
    }

    /** Opens a connection as good as the test's own would be, or returns null if that cannot be; the test opens its own then. */
    @Nullable
    Connection open(Clone clone) {
        try {
            Connection connection = connect(clone);
            if (!Sql.isTrue(connection, IS_TOUCHED_BY_A_TEST)) {
                return connection;
            }
            connection.close();
        } catch (SQLException e) {
            log.debug("Could not connect to {} ahead", clone.database(), e);
        }
        return null;
    }

    private Connection connect(Clone clone) throws SQLException {
        JdbcUrl url = admin.connector().urlOf(clone.database(), role.name(), role.password());
        try {
            return Connector.open(url);
        } catch (SQLException e) {
            if (role.restoreLogin(admin, e)) {
                return Connector.open(url);
            }
            throw e;
        }
    }
}
