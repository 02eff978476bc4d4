package org.pgtestdb4j.sqldir.mybatis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.ibatis.migration.ConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens sessions for the tool. Its script runner commits also where {@code auto_commit} is on, which the driver refuses, so such a commit
 * does nothing.
 */
record Sessions(String url) implements ConnectionProvider {

    private static final String INVALID_URL = "08001";

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = new Driver().connect(url, new Properties());
        if (connection == null) {
            throw new SQLException("The database's url is none of PostgreSQL", INVALID_URL);
        }
        return (Connection) Proxy.newProxyInstance(
                Sessions.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(connection, method, arguments));
    }

    private static @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        boolean ends = method.getName().equals("commit") || method.getName().equals("rollback");
        if (ends && arguments == null && connection.getAutoCommit()) {
            return null;
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "sessions of MyBatis Migrations";
    }
}
