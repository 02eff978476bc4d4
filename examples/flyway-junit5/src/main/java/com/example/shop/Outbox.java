package com.example.shop;

import static com.example.shop.Transactions.inTransaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Events for other systems, stored together with what they tell of and published later. */
public final class Outbox {

    private final DataSource database;

    public Outbox(DataSource database) {
        this.database = database;
    }

    public List<Event> waiting() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return unpublished(connection, Integer.MAX_VALUE);
        }
    }

    /**
     * Publishes the oldest events. If the receiver throws, none of them counts as published.
     *
     * @return how many there were
     */
    public int publish(int atMost, Consumer<Event> receiver) throws SQLException {
        return inTransaction(database, connection -> {
            List<Event> events = unpublished(connection, atMost);
            for (Event event : events) {
                receiver.accept(event);
                markPublished(connection, event.id());
            }
            return events.size();
        });
    }

    private static List<Event> unpublished(Connection connection, int atMost) throws SQLException {
        String sql = """
                SELECT id, topic, order_id FROM outbox WHERE published_at IS NULL
                ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, atMost);
            List<Event> events = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(new Event(rows.getLong("id"), rows.getString("topic"), rows.getLong("order_id")));
                }
            }
            return events;
        }
    }

    private static void markPublished(Connection connection, long eventId) throws SQLException {
        String sql = "UPDATE outbox SET published_at = now() WHERE id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, eventId);
            update.executeUpdate();
        }
    }
}
