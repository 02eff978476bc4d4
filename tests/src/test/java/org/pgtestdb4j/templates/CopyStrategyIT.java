package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What the write-ahead log gets of a clone tells how it was copied. */
class CopyStrategyIT {

    private static final TestServer SERVER = TestServer.start();
    private static final int FIRST_MAJOR_WITH_CHOICE = 15;

    /** An empty database is some 7 MB. */
    private static final long WHOLE_DATABASE = 4_000_000;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static boolean hasChoice() throws Exception {
        int version = Integer.parseInt(SERVER.column("SHOW server_version_num").get(0));
        return version / 10_000 >= FIRST_MAJOR_WITH_CHOICE;
    }

    private static long logged(Connection admin) throws Exception {
        return Long.parseLong(Query.value(admin, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"));
    }

    private static long loggedByAClone(String strategy) throws Exception {
        try (PgTestDb pg = SERVER.external()
                        .setting("pgtestdb4j.pool.size", "0")
                        .setting("pgtestdb4j.clone.strategy", strategy)
                        .open();
                Connection admin = SERVER.connect()) {
            Template template = pg.template(Migrator.none());
            long before = logged(admin);
            template.database().close();
            return logged(admin) - before;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file_copy", "auto"})
    void copiesFiles(String strategy) throws Exception {
        assertThat(SERVER.column("SHOW fsync")).containsExactly("off");
        assertThat(loggedByAClone(strategy)).isLessThan(WHOLE_DATABASE);
    }

    @Test
    void copiesThroughTheLog() throws Exception {
        assumeTrue(hasChoice());
        assertThat(loggedByAClone("wal_log")).isGreaterThan(WHOLE_DATABASE);
    }

    /** Where commits wait for the disk, copied files would have to be brought there first. */
    @Test
    void copiesThroughTheLogWhereTheServerSynchronizes() throws Exception {
        assumeTrue(hasChoice());
        try (EmbeddedPostgres safe =
                        EmbeddedPostgres.builder().conf("fsync", "on").start();
                PgTestDb pg = PgTestDb.builder()
                        .url(safe.url())
                        .setting("pgtestdb4j.pool.size", "0")
                        .open();
                Connection admin = safe.dataSource().getConnection()) {
            Template template = pg.template(Migrator.none());
            long before = logged(admin);
            template.database().close();
            assertThat(logged(admin) - before).isGreaterThan(WHOLE_DATABASE);
        }
    }

    @Test
    void refusesWhatTheServerCannotDo() throws Exception {
        assumeFalse(hasChoice());
        assertThatThrownBy(() -> loggedByAClone("wal_log"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pgtestdb4j.clone.strategy is wal_log, but PostgreSQL 14 can copy files only");
    }

    @Test
    void refusesWhatThereIsNot() {
        assertThatThrownBy(() -> loggedByAClone("reflink"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pgtestdb4j.clone.strategy")
                .hasMessageContaining("wal_log");
    }
}
