package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** Slots outlive sessions, and one that is in use stands against a drop of its database. */
class ReplicationSlotIT {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.builder()
                .conf("wal_level", "logical")
                .conf("max_wal_senders", "4")
                .start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static PgTestDb open() {
        return PgTestDb.builder()
                .url(TestServer.unshared(server.url() + "&user=" + server.user() + "&password=" + server.password()))
                .setting("pgtestdb4j.role.attributes", "replication")
                .open();
    }

    private static List<String> slots() throws SQLException {
        try (Connection admin = server.dataSource().getConnection()) {
            return Query.column(admin, "SELECT slot_name FROM pg_replication_slots");
        }
    }

    private static List<String> clones() throws SQLException {
        try (Connection admin = server.dataSource().getConnection()) {
            return Query.column(admin, "SELECT datname FROM pg_database WHERE datname LIKE 'pgtestdb4j\\_c\\_%'");
        }
    }

    private static void createSlot(TestDatabase database) throws SQLException {
        Query.run(database, "SELECT pg_create_logical_replication_slot('changes', 'pgoutput')");
    }

    @Test
    void goesWithTheDatabaseOfItsTest() throws Exception {
        try (PgTestDb pg = open()) {
            try (TestDatabase database = pg.database(Migrator.none())) {
                createSlot(database);
                assertThat(slots()).containsExactly("changes");
            }
            Await.until("the slot is gone", () -> slots().isEmpty());
        }
        Await.until("nothing is left", () -> clones().isEmpty());
    }

    @Test
    void goesAlsoWhileSomebodyFollowsIt() throws Exception {
        try (PgTestDb pg = open()) {
            try (TestDatabase database = pg.database(Migrator.none())) {
                createSlot(database);
                follow(database);
            }
            Await.until("the slot is gone", () -> slots().isEmpty());
        }
        Await.until("nothing is left", () -> clones().isEmpty());
    }

    /** Leaves a session that streams. */
    @SuppressWarnings("MustBeClosed")
    private static void follow(TestDatabase database) throws SQLException {
        Query.run(database, "CREATE PUBLICATION news");
        Properties replication = new Properties();
        replication.setProperty("replication", "database");
        replication.setProperty("assumeMinServerVersion", "14");
        replication.setProperty("preferQueryMode", "simple");
        Connection session = new Driver().connect(database.url(), replication);
        PGReplicationStream stream = session.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName("changes")
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "news")
                .start();
        assertThat(stream.isClosed()).isFalse();
    }
}
