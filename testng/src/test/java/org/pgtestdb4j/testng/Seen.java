package org.pgtestdb4j.testng;

import java.sql.Connection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.pgtestdb4j.TestDatabase;

/** What fixtures have seen, for the test that runs them. */
final class Seen {

    private static final Queue<String> TEXTS = new ConcurrentLinkedQueue<>();
    private static final Queue<Connection> CONNECTIONS = new ConcurrentLinkedQueue<>();

    private Seen() {}

    static void forget() {
        TEXTS.clear();
        CONNECTIONS.clear();
    }

    static void see(String text) {
        TEXTS.add(text);
    }

    static void see(TestDatabase database) {
        TEXTS.add(database.name());
    }

    static void see(Connection connection) {
        CONNECTIONS.add(connection);
    }

    static List<String> texts() {
        return List.copyOf(TEXTS);
    }

    static List<Connection> connections() {
        return List.copyOf(CONNECTIONS);
    }
}
