package org.pgtestdb4j.internal.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.spi.PostgresServer;

/** What a sweep has seen of a database may be true no more when it comes to drop it. */
class DropperIT {

    private static final TestServer SERVER = TestServer.shared();

    private Admin admin;
    private Dropper dropper;
    private Connection session;

    @BeforeEach
    void open() throws SQLException {
        admin = Admin.connect(new Connector(
                PostgresServer.builder()
                        .host("127.0.0.1")
                        .port(SERVER.port())
                        .user("postgres")
                        .password(SERVER.password())
                        .build(),
                "dropper-it"));
        dropper = new Dropper(admin, Registry.open(admin));
        session = admin.open("sweep");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        admin.close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static PgTestDb openEngine() {
        return SERVER.external().setting("pgtestdb4j.pool.size", "0").open();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sparesWhatWasKeptOrIsKeptNoMoreSinceItWasSeen(boolean kept) throws Exception {
        try (PgTestDb pg = openEngine();
                TestDatabase database = pg.database(Migrator.none())) {
            if (kept) {
                database.keep("to be looked at");
            }

            assertThat(dropper.dropUnused(session, database.name(), !kept)).isFalse();

            assertThat(SERVER.exists(database.name())).isTrue();
            assertThat(dropper.dropUnused(session, database.name(), kept)).isTrue();
            assertThat(SERVER.exists(database.name())).isFalse();
        }
    }

    /** Somebody dropped ours and made another one of the same name. */
    @Test
    void sparesWhatTookThePlaceOfADatabase() throws Exception {
        try (PgTestDb pg = openEngine();
                TestDatabase database = pg.database(Migrator.none())) {
            SERVER.run("DROP DATABASE " + database.name(), "CREATE DATABASE " + database.name());

            assertThatThrownBy(() -> dropper.dropUnused(session, database.name(), false))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll(database.name(), "did not make");

            assertThat(SERVER.exists(database.name())).isTrue();
            SERVER.run("DROP DATABASE " + database.name());
        }
    }

    @Test
    void leavesItsSessionAsItWas() throws Exception {
        assertThat(dropper.dropUnused(session, "pgtestdb4j_c_nowhere_1", false)).isFalse();

        assertThat(session.getAutoCommit()).isTrue();
    }
}
