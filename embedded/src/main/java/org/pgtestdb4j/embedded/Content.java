package org.pgtestdb4j.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new server of one's own shall have in it.
 *
 * @param user its superuser, if another than ours
 * @param password that user's, if not a random one
 * @param database its database, if another than the usual
 * @param extensions to be created there; {@code *} stands for all
 * @param firstSteps fill the database
 */
record Content(
        Optional<String> user,
        Optional<String> password,
        Optional<String> database,
        List<String> extensions,
        List<FirstStep> firstSteps) {

    private static final Logger LOG = LoggerFactory.getLogger(Content.class);
    private static final String ALL = "*";

    /** Makes what is not there yet. */
    Login create(Cluster cluster) {
        try {
            Login login = createLogin(cluster);
            if (cluster.isFresh()) {
                createExtensions(login);
                for (FirstStep step : firstSteps) {
                    step.fill(login);
                }
            }
            return login;
        } catch (SQLException e) {
            throw new ServerException(
                    "The embedded server in " + cluster + " runs, but could not be set up (SQLSTATE " + e.getSQLState()
                            + "): " + e.getMessage(),
                    e);
        }
    }

    private Login createLogin(Cluster cluster) throws SQLException {
        Login admin = Login.of(cluster.access());
        if (user.isEmpty() && password.isEmpty() && database.isEmpty()) {
            return admin;
        }
        Login login = new Login(
                admin.port(),
                user.orElse(admin.user()),
                password.orElse(admin.password()),
                database.orElse(admin.database()));
        try (Connection session = admin.connect()) {
            if (!exists(session, "SELECT 1 FROM pg_roles WHERE rolname = " + literal(login.user()))) {
                execute(session, "CREATE ROLE " + identifier(login.user()) + " SUPERUSER LOGIN");
            }
            execute(session, "ALTER ROLE " + identifier(login.user()) + " PASSWORD " + literal(login.password()));
            if (!exists(session, "SELECT 1 FROM pg_database WHERE datname = " + literal(login.database()))) {
                execute(
                        session,
                        "CREATE DATABASE " + identifier(login.database()) + " OWNER " + identifier(login.user()));
            }
        }
        if (login.user().equals(admin.user())) {
            cluster.changeSecret(new Secret(login.password()));
        }
        return login;
    }

    private void createExtensions(Login login) throws SQLException {
        if (extensions.isEmpty()) {
            return;
        }
        try (Connection session = login.connect()) {
            for (String extension : extensions) {
                if (extension.equals(ALL)) {
                    createAll(session);
                } else {
                    execute(session, "CREATE EXTENSION IF NOT EXISTS " + identifier(extension) + " CASCADE");
                }
            }
        }
    }

    /** Some come without the library that they need. */
    private static void createAll(Connection session) throws SQLException {
        for (String extension : names(session, "SELECT name FROM pg_available_extensions ORDER BY name")) {
            try {
                execute(session, "CREATE EXTENSION IF NOT EXISTS " + identifier(extension) + " CASCADE");
            } catch (SQLException e) {
                LOG.debug("The extension {} cannot be created here: {}", extension, e.getMessage());
            }
        }
    }

    private static List<String> names(Connection session, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static boolean exists(Connection session, String sql) throws SQLException {
        return !names(session, sql).isEmpty();
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
