package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class EndOfJvmIT {

    private static final TestServer SERVER = TestServer.shared();

    /** Without a sweep: a JVM that is not killed tidies up after itself. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    static final class Leaving {

        private Leaving() {}

        public static void main(String[] arguments) throws Exception {
            PgTestDb pg = PgTestDb.open();
            TestDatabase database = pg.database(Migrator.none());
            System.out.println("value " + Query.value(database, "SELECT 42"));
            switch (arguments[0]) {
                case "returning from main" -> {}
                case "exit" -> System.exit(0);
                case "closing in a shutdown hook" ->
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        database.close();
                        pg.close();
                        System.out.println("closed it");
                    }));
                case "a signal" -> {
                    while (true) {
                        LockSupport.park();
                    }
                }
                default -> throw new AssertionError(arguments[0]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"returning from main", "exit", "closing in a shutdown hook"})
    void leavesNothingThoughNobodyClosedAnything(String way) throws Exception {
        try (ChildJvm child = ChildJvm.start(SERVER, Leaving.class, way)) {
            assertThat(child.exitCode()).as(child.output()).isZero();

            assertThat(child.all("value")).containsExactly("42");
            assertThat(child.output()).doesNotContain("Exception").doesNotContain("WARN");
            assertThat(child.all("closed")).hasSize(way.contains("closing") ? 1 : 0);
        }
    }

    @Test
    void leavesNothingAfterASignal() throws Exception {
        try (ChildJvm child = ChildJvm.start(SERVER, Leaving.class, "a signal")) {
            child.await("value");
            child.terminate();

            assertThat(child.exitCode()).as(child.output()).isEqualTo(128 + 15);
        }
    }
}
