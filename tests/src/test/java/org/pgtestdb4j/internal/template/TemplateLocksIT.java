package org.pgtestdb4j.internal.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.spi.PostgresServer;

class TemplateLocksIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String WHO = "locks-it";

    private final TemplateKey key = newKey();
    private Admin admin;
    private TemplateLocks locks;
    private Connection remover;

    @BeforeEach
    void open() throws SQLException {
        admin = Admin.connect(new Connector(
                PostgresServer.builder()
                        .host("127.0.0.1")
                        .port(SERVER.port())
                        .user("postgres")
                        .password(SERVER.password())
                        .build(),
                WHO));
        locks = new TemplateLocks(admin);
        remover = SERVER.connect(admin.home());
    }

    @AfterEach
    void close() throws SQLException {
        remover.close();
        locks.close();
        admin.close();
    }

    private static TemplateKey newKey() {
        return new TemplateKey("hash", UUID.randomUUID().toString());
    }

    private static void endSession() throws Exception {
        String session = "pgtestdb4j/" + WHO + "/templates";
        SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + session + "'");
        Await.until(
                "its locks are gone",
                () -> SERVER.column("SELECT 1 FROM pg_stat_activity WHERE application_name = ?", session)
                        .isEmpty());
    }

    @Test
    void keepRemoversAwayUntilTheyAreGivenBack() throws Exception {
        assertThat(locks.tryShare(key)).isTrue();
        assertThat(key.lock().tryExclusive(remover)).isFalse();

        locks.unshare(key);

        assertThat(key.lock().tryExclusive(remover)).isTrue();
    }

    /** Several threads may look for the same template under different migrators, and not all find it. */
    @Test
    void areHeldForAsLongAsAnybodyCountsOnThem() throws Exception {
        assertThat(locks.tryShare(key)).isTrue();
        assertThat(locks.tryShare(key)).isTrue();
        locks.unshare(key);

        assertThat(key.lock().tryExclusive(remover)).isFalse();

        locks.unshare(key);
        assertThat(key.lock().tryExclusive(remover)).isTrue();
    }

    @Test
    void areNotHadWhileSomebodyRemovesTheTemplate() throws Exception {
        assertThat(key.lock().tryExclusive(remover)).isTrue();
        assertThat(locks.tryShare(key)).isFalse();

        key.lock().unlock(remover);

        assertThat(locks.tryShare(key)).isTrue();
    }

    @Test
    void areTakenAgainWhenTheirSessionWasLost() throws Exception {
        assertThat(locks.tryShare(key)).isTrue();
        endSession();

        assertThat(locks.tryShare(newKey())).isTrue();

        assertThat(key.lock().tryExclusive(remover)).isFalse();
    }

    @Test
    void areLostToWhoRemovesTheTemplateJustThen() throws Exception {
        assertThat(locks.tryShare(key)).isTrue();
        endSession();
        assertThat(key.lock().tryExclusive(remover)).isTrue();

        try (CapturedErr err = CapturedErr.start()) {
            assertThat(locks.tryShare(newKey())).isTrue();
            assertThat(err.text()).contains("WARN", key.templateName(), "somebody removes it now");
        }
        assertThat(locks.tryShare(key)).isFalse();

        key.lock().unlock(remover);
        assertThat(locks.tryShare(key)).isTrue();
    }
}
