package com.example.shop.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Runs SQL on a connection of its own each time, or several statements in one transaction. */
public record Database(DataSource source) {

    /** Something that must happen completely or not at all. */
    @FunctionalInterface
    public interface Work<T> {

        T in(Session session) throws SQLException;
    }

    public <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(new Session(connection));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    public <T> List<T> list(String sql, Session.Row<T> row, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Session(connection).list(sql, row, parameters);
        }
    }

    public <T> Optional<T> first(String sql, Session.Row<T> row, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Session(connection).first(sql, row, parameters);
        }
    }

    public <T> T one(String sql, Session.Row<T> row, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Session(connection).one(sql, row, parameters);
        }
    }

    public int update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Session(connection).update(sql, parameters);
        }
    }
}
