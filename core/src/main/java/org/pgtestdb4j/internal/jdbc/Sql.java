package org.pgtestdb4j.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements and quotes what cannot be a parameter. */
public final class Sql {

    private static final Logger log = LoggerFactory.getLogger(Sql.class);

    private Sql() {}

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }

    /** Quotes an identifier. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes a text as a literal that no setting of the session can change the meaning of. */
    public static String literal(String text) {
        String quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted;
    }

    /** Runs a statement without parameters. */
    public static void execute(Connection connection, String sql) throws SQLException {
        log.trace("{}", sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs statements without parameters, in one round trip, and returns how many rows each touched; -1 stands for a query. */
    public static List<Long> executeAll(Connection connection, String statements) throws SQLException {
        log.trace("{}", statements);
        try (Statement statement = connection.createStatement()) {
            List<Long> touched = new ArrayList<>();
            boolean query = statement.execute(statements);
            for (long rows = statement.getLargeUpdateCount();
                    query || rows >= 0;
                    rows = statement.getLargeUpdateCount()) {
                touched.add(rows);
                query = statement.getMoreResults();
            }
            return touched;
        }
    }

    /** Runs a statement with parameters and returns the number of rows that it touched. */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        log.trace("{}", sql);
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Returns all rows of a query. */
    public static <T> List<T> list(
            Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        log.trace("{}", sql);
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    /** Returns the first row of a query, if there is any. */
    public static <T> Optional<T> first(
            Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        return list(connection, sql, reader, parameters).stream().findFirst();
    }

    /** Tells whether a query's first column is true in its first row. */
    public static boolean isTrue(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return first(connection, sql, row -> row.getBoolean(1), parameters).orElse(false);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return statement;
    }
}
