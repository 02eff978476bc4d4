package org.pgtestdb4j.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.spi.PostgresServer;

class AdminIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int MORE_THAN_THERE_ARE_SESSIONS = 9;

    private final Admin admin = Admin.connect(new Connector(
            PostgresServer.builder()
                    .host("127.0.0.1")
                    .port(SERVER.port())
                    .user("postgres")
                    .password(SERVER.password())
                    .build(),
            "admin-it"));

    @AfterEach
    void close() throws Exception {
        admin.close();
        SERVER.run("DROP ROLE IF EXISTS admin_it");
    }

    private static List<String> roles() throws SQLException {
        return SERVER.column("SELECT rolname FROM pg_roles WHERE rolname = 'admin_it'");
    }

    @Test
    void definesAllOrNothingAndGoesOn() throws Exception {
        assertThatThrownBy(() -> admin.defineInTransaction(List.of("CREATE ROLE admin_it", "CREATE ROLE admin_it")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("already exists");
        assertThat(roles()).isEmpty();

        long touched = admin.defineInTransaction(List.of(
                "CREATE ROLE admin_it",
                "SELECT 'one', 'row'",
                "CREATE TEMP TABLE two AS SELECT generate_series(1, 2)",
                "DELETE FROM two"));
        assertThat(touched).isEqualTo(2);
        assertThat(roles()).containsExactly("admin_it");
    }

    /** Else every small statement of ours would be parsed and planned anew for each clone. */
    @Test
    void keepsPreparedWhatItRunsOftenWhileItDefines() throws Exception {
        for (int i = 0; i < 20; i++) {
            admin.run(session -> Sql.isTrue(session, "SELECT 'admin_it' = ?", "once more"));
            admin.defineInTransaction(List.of(i % 2 == 0 ? "CREATE ROLE admin_it" : "DROP ROLE admin_it"));
        }

        List<String> prepared = admin.call(session -> Sql.list(session, """
                SELECT name FROM pg_prepared_statements
                WHERE statement LIKE 'SELECT ''admin_it%' AND generic_plans + custom_plans > 10""", row -> row.getString(1)));
        assertThat(prepared).hasSize(1);
    }

    @Test
    void definesFromWithinManyJobsAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MORE_THAN_THERE_ARE_SESSIONS);
        CyclicBarrier together = new CyclicBarrier(MORE_THAN_THERE_ARE_SESSIONS);
        List<Future<Boolean>> done = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_THERE_ARE_SESSIONS; i++) {
            done.add(threads.submit(() -> {
                together.await();
                return admin.call(outer -> {
                    admin.define(session -> Sql.execute(session, "COMMENT ON ROLE postgres IS NULL"));
                    return Sql.isTrue(outer, "SELECT true");
                });
            }));
        }
        for (Future<Boolean> one : done) {
            assertThat(one.get(1, TimeUnit.MINUTES)).isTrue();
        }
        threads.shutdown();
    }
}
