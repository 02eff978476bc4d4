package com.example.shop.customers;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Who may buy. */
public final class Customers {

    private static final Session.Row<Address> ADDRESS = row -> new Address(
            row.getString("street"), row.getString("postal_code"), row.getString("city"), row.getString("country"));

    private final Database database;

    public Customers(DataSource database) {
        this.database = new Database(database);
    }

    public Customer register(String email, String name) throws SQLException {
        return database.one(
                "INSERT INTO customer (email, name) VALUES (?, ?) RETURNING id",
                row -> new Customer(row.getLong("id"), email, name),
                email,
                name);
    }

    /** Finds a customer by email, in whatever case it is written. */
    public Optional<Customer> find(String email) throws SQLException {
        return database.first(
                "SELECT id, email, name FROM customer WHERE email_key = lower(?)",
                row -> new Customer(row.getLong("id"), row.getString("email"), row.getString("name")),
                email);
    }

    public void rename(long customerId, String name) throws SQLException {
        database.update("UPDATE customer SET name = ? WHERE id = ?", name, customerId);
    }

    public void changeEmail(long customerId, String email) throws SQLException {
        database.update("UPDATE customer SET email = ? WHERE id = ?", email, customerId);
    }

    public void join(long customerId, String group) throws SQLException {
        database.update("UPDATE customer SET group_code = ? WHERE id = ?", group, customerId);
    }

    public void forget(long customerId) throws SQLException {
        database.update("DELETE FROM customer WHERE id = ?", customerId);
    }

    public int count() throws SQLException {
        return database.one("SELECT count(*) FROM customer", row -> row.getInt(1));
    }

    /** Returns what a mail to the customer has to contain. */
    public UUID verificationToken(long customerId) throws SQLException {
        return database.one(
                "SELECT token FROM email_verification WHERE customer_id = ?",
                row -> row.getObject("token", UUID.class),
                customerId);
    }

    /** Tells whether the token belongs to somebody who has not used it before. */
    public boolean verify(UUID token) throws SQLException {
        return database.update(
                        "UPDATE email_verification SET verified_at = now() WHERE token = ? AND verified_at IS NULL",
                        token)
                == 1;
    }

    public long addAddress(long customerId, Address address) throws SQLException {
        return database.one(
                """
                INSERT INTO address (customer_id, street, postal_code, city, country) VALUES (?, ?, ?, ?, ?)
                RETURNING id
                """,
                row -> row.getLong("id"),
                customerId,
                address.street(),
                address.postalCode(),
                address.city(),
                address.country());
    }

    public List<Address> addresses(long customerId) throws SQLException {
        return database.list("SELECT * FROM address WHERE customer_id = ? ORDER BY id", ADDRESS, customerId);
    }

    /** Makes one of the customer's own addresses the one where parcels go. */
    public void liveAt(long customerId, long addressId) throws SQLException {
        database.update("UPDATE customer SET home_id = ? WHERE id = ?", addressId, customerId);
    }

    public Optional<Address> home(long customerId) throws SQLException {
        return database.first(
                "SELECT address.* FROM address JOIN customer ON customer.home_id = address.id WHERE customer.id = ?",
                ADDRESS,
                customerId);
    }
}
