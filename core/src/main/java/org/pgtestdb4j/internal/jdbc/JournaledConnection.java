package org.pgtestdb4j.internal.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** A connection that notes in a journal what is run on it, and is otherwise the driver's. */
final class JournaledConnection {

    /** What the driver's pooled connections put before what the driver shows. */
    private static final String POOLED = "Pooled statement wrapping physical statement ";

    private final Connection connection;
    private final SqlJournal journal;
    private final Connection proxy;

    private JournaledConnection(Connection connection, SqlJournal journal) {
        this.connection = connection;
        this.journal = journal;
        this.proxy = (Connection) proxy(this::onConnection, Connection.class, PGConnection.class);
    }

    /** Returns the connection itself where the journal is off. */
    static Connection of(Connection connection, SqlJournal journal) {
        return journal.isOff() ? connection : new JournaledConnection(connection, journal).proxy;
    }

    private static Object proxy(InvocationHandler handler, Class<?>... types) {
        return Proxy.newProxyInstance(JournaledConnection.class.getClassLoader(), types, handler);
    }

    private @Nullable Object onConnection(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        if (isEquals(method, arguments)) {
            return self == argument(arguments);
        }
        Object result = call(connection, method, arguments);
        return result instanceof Statement statement
                ? proxy(
                        (of, called, with) -> onStatement(of, statement, called, with),
                        method.getReturnType(),
                        PGStatement.class)
                : result;
    }

    private @Nullable Object onStatement(Object self, Statement statement, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (isEquals(method, arguments)) {
            return self == argument(arguments);
        }
        if (method.getName().equals("getConnection")) {
            return proxy;
        }
        Optional<String> sql = sqlRunBy(statement, method, arguments);
        return sql.isPresent()
                ? run(journal.begin(sql.get()), statement, method, arguments)
                : call(statement, method, arguments);
    }

    /** A batch is noted as it is filled. */
    private static Optional<String> sqlRunBy(Statement statement, Method method, Object @Nullable [] arguments) {
        String name = method.getName();
        if (!name.equals("addBatch") && (!name.startsWith("execute") || name.endsWith("Batch"))) {
            return Optional.empty();
        }
        if (argument(arguments) instanceof String sql) {
            return Optional.of(sql);
        }
        return statement instanceof PreparedStatement ? Optional.of(shown(statement)) : Optional.empty();
    }

    private static String shown(Statement statement) {
        String text = statement.toString();
        return text.startsWith(POOLED) ? text.substring(POOLED.length()) : text;
    }

    private static @Nullable Object run(
            SqlJournal.Entry entry, Statement statement, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            Object result = call(statement, method, arguments);
            entry.succeeded();
            return result;
        } catch (SQLException e) {
            entry.failed(String.valueOf(e.getSQLState()));
            throw e;
        }
    }

    private static boolean isEquals(Method method, Object @Nullable [] arguments) {
        return method.getName().equals("equals") && arguments != null && arguments.length == 1;
    }

    private static @Nullable Object argument(Object @Nullable [] arguments) {
        return arguments == null || arguments.length == 0 ? null : arguments[0];
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Optional.ofNullable(e.getCause()).orElse(e);
        }
    }
}
