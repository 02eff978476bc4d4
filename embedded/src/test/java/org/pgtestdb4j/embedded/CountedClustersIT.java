package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.embedded.Sandbox.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.spi.PostgresServer;

/** Who gets which server, and for how long it runs. */
class CountedClustersIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void everyAskerGetsTheSameServerUntilTheLastHasClosed() throws Exception {
        PostgresServer first = sandbox.find();
        PostgresServer second = sandbox.find();
        assertThat(second.port()).isEqualTo(first.port());

        first.close();
        first.close();
        assertThat(query(second, "SELECT 1")).isEqualTo("1");

        second.close();
        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void whoeverAsksAfterTheEndGetsANewServer() throws Exception {
        PostgresServer first = sandbox.find();
        String started = query(first, "SELECT pg_postmaster_start_time()");
        first.close();

        try (PostgresServer second = sandbox.find()) {
            assertThat(query(second, "SELECT pg_postmaster_start_time()")).isNotEqualTo(started);
        }
    }

    @Test
    void askersAtTheSameTimeGetTheSameServer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<PostgresServer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(sandbox::find));
            }
            Set<Integer> ports = new HashSet<>();
            for (Future<PostgresServer> answer : answers) {
                ports.add(answer.get().port());
            }
            assertThat(ports).hasSize(1);
            for (Future<PostgresServer> answer : answers) {
                answer.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoeverAsksAfterACrashGetsANewServer() throws Exception {
        PostgresServer crashed = sandbox.find();
        sandbox.server().destroyForcibly();
        Sandbox.await(
                "the keeper to notice",
                () -> sandbox.homes().stream()
                        .allMatch(home -> home.resolve("ended").toFile().exists()));

        try (PostgresServer next = sandbox.find()) {
            assertThat(query(next, "SELECT 1")).isEqualTo("1");
            crashed.close();
            assertThat(query(next, "SELECT 2")).isEqualTo("2");
        }
    }

    @Test
    void whoeverAsksAfterSomebodyRemovedTheDataGetsANewServer() throws Exception {
        PostgresServer robbed = sandbox.find();
        Commands.run(List.of("rm", "-rf", sandbox.homes().get(0).toString()), Sandbox.LIMIT);

        try (PostgresServer next = sandbox.find()) {
            assertThat(query(next, "SELECT 1")).isEqualTo("1");
        }
        robbed.close();
        assertThat(sandbox.processes()).isEmpty();
    }
}
