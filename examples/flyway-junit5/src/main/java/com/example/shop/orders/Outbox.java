package com.example.shop.orders;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Events for other systems, stored together with what they tell of and published later. */
public final class Outbox {

    private final Database database;

    public Outbox(DataSource database) {
        this.database = new Database(database);
    }

    public List<Event> waiting() throws SQLException {
        return database.inTransaction(session -> unpublished(session, Integer.MAX_VALUE));
    }

    /**
     * Publishes the oldest events. If the receiver throws, none of them counts as published.
     *
     * @return how many there were
     */
    public int publish(int atMost, Consumer<Event> receiver) throws SQLException {
        return database.inTransaction(session -> {
            List<Event> events = unpublished(session, atMost);
            for (Event event : events) {
                receiver.accept(event);
                session.update("UPDATE outbox SET published_at = now() WHERE id = ?", event.id());
            }
            return events.size();
        });
    }

    private static List<Event> unpublished(Session session, int atMost) throws SQLException {
        return session.list(
                """
                SELECT id, topic, order_id FROM outbox WHERE published_at IS NULL
                ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED
                """, row -> new Event(row.getLong("id"), row.getString("topic"), row.getLong("order_id")), atMost);
    }
}
