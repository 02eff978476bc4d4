package com.example.theatre;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Who comes to the theatre. */
public final class Customers {

    private final Sql sql;

    public Customers(DataSource database) {
        sql = new Sql(database);
    }

    public int register(String email, String name) throws SQLException {
        return sql.first(
                        "INSERT INTO customer (email, name) VALUES (?, ?) RETURNING id",
                        row -> row.getInt(1),
                        email,
                        name)
                .orElseThrow();
    }

    public Optional<String> nameOf(String email) throws SQLException {
        return sql.first("SELECT name FROM customer WHERE lower(email) = lower(?)", row -> row.getString(1), email);
    }

    public boolean rename(int customer, String name) throws SQLException {
        return sql.update("UPDATE customer SET name = ? WHERE id = ?", name, customer) == 1;
    }
}
