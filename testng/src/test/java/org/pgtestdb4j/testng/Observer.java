package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** Looks at the server from a database of its own, to see what becomes of those of fixtures. */
final class Observer implements AutoCloseable {

    private final PgTestDb engine = PgTestDb.open();
    private final TestDatabase own = engine.database(Migrator.none());

    boolean has(String database) throws SQLException {
        try (Connection connection = own.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            select.setString(1, database);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Waits until databases are gone, since they are dropped in the background. */
    void awaitDropOf(List<String> databases) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        for (String database : databases) {
            while (has(database)) {
                assertThat(Instant.now()).as("time to drop %s", database).isBefore(deadline);
                Thread.sleep(5);
            }
        }
    }

    /** Waits until no more than some of the databases are left. */
    void awaitAtMost(int number, List<String> databases) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (countOf(databases) > number) {
            assertThat(Instant.now()).as("time to drop all but %s", number).isBefore(deadline);
            Thread.sleep(5);
        }
    }

    private int countOf(List<String> databases) throws SQLException {
        int count = 0;
        for (String database : databases) {
            count += has(database) ? 1 : 0;
        }
        return count;
    }

    /** Returns the one note about a kept database on a failure, and tidies that database up. */
    KeptDatabase takeNote(Throwable failure) throws SQLException {
        List<KeptDatabase> notes = notes(failure);
        assertThat(notes).hasSize(1);
        assertThat(has(notes.get(0).database())).isTrue();
        drop(List.of(notes.get(0).database()));
        return notes.get(0);
    }

    void drop(List<String> databases) throws SQLException {
        try (Connection connection = own.dataSource().getConnection();
                Statement drop = connection.createStatement()) {
            for (String database : databases) {
                drop.execute("DROP DATABASE " + database + " WITH (FORCE)");
            }
        }
    }

    static List<KeptDatabase> notes(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(KeptDatabase.class::isInstance)
                .map(KeptDatabase.class::cast)
                .toList();
    }

    @Override
    public void close() {
        own.close();
        engine.close();
    }
}
