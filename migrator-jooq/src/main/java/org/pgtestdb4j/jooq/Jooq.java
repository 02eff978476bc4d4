package org.pgtestdb4j.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jooq.Constants;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.pgtestdb4j.ConfigurationException;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** The user's jOOQ, and sessions for it. */
final class Jooq {

    private static final String CLASS = "org/jooq/DSLContext.class";

    private Jooq() {}

    static void requirePresent() {
        if (Jooq.class.getClassLoader().getResource(CLASS) == null) {
            throw new ConfigurationException(
                    "jOOQ is not on the class path. Add the dependency org.jooq:jooq, version 3.19 or newer.");
        }
    }

    /** Returns the version that is there, not the one that the compiler saw: a constant would stay in our class. */
    static String version() {
        try {
            return (String) Constants.class.getField("FULL_VERSION").get(null);
        } catch (ReflectiveOperationException e) {
            throw new ConfigurationException("jOOQ does not tell its version", e);
        }
    }

    /** Returns a context that renders whole statements and connects to nothing. */
    static DSLContext renderer() {
        beQuiet();
        return DSL.using(SQLDialect.POSTGRES, new Settings().withStatementType(StatementType.STATIC_STATEMENT));
    }

    /** Returns a context on a session, as an application has it. */
    static DSLContext on(Connection connection) {
        beQuiet();
        return DSL.using(connection, SQLDialect.POSTGRES);
    }

    /** jOOQ prints a picture and a hint at INFO, once in a JVM, unless these are set before. */
    static void beQuiet() {
        for (String property : new String[] {"org.jooq.no-logo", "org.jooq.no-tips"}) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
    }

    static boolean isIdle(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    static Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("The database's url is none of PostgreSQL");
        }
        return connection;
    }
}
