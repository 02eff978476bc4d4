package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Who gets which server as a parameter, and for how long it lives. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PgClusterIT {

    private static final List<EmbeddedPostgres> SEEN = new ArrayList<>();

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
        sandbox.settings().forEach(System::setProperty);
        SEEN.clear();
    }

    @AfterEach
    void remove() {
        sandbox.settings().keySet().stream()
                .filter(name -> !name.equals(EmbeddedSettings.MODE))
                .forEach(System::clearProperty);
        sandbox.close();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static void note(EmbeddedPostgres postgres) {
        assertThat(postgres.isRunning()).isTrue();
        SEEN.add(postgres);
    }

    private void expect(Class<?> tests, long succeeding, int servers) {
        run(tests)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(succeeding).failed(0));

        assertThat(new HashSet<>(SEEN)).hasSize(servers).noneMatch(EmbeddedPostgres::isRunning);
        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void eachTestGetsItsOwn() {
        expect(PerTest.class, 2, 2);
    }

    static class PerTest {

        private EmbeddedPostgres before;

        @BeforeEach
        void prepare(@PgCluster EmbeddedPostgres postgres) {
            before = postgres;
        }

        @Test
        void one(@PgCluster EmbeddedPostgres postgres) {
            assertThat(postgres).isSameAs(before);
            note(postgres);
        }

        @Test
        void two(@PgCluster EmbeddedPostgres postgres) {
            note(postgres);
        }
    }

    @Test
    void aClassGetsOneThatItsFirstMethodAsksFor() {
        expect(PerClass.class, 2, 1);
    }

    static class PerClass {

        @BeforeAll
        static void prepare(@PgCluster EmbeddedPostgres postgres) {
            note(postgres);
        }

        @Test
        void one(@PgCluster EmbeddedPostgres postgres) {
            note(postgres);
        }

        @Test
        void two(@PgCluster EmbeddedPostgres postgres) {
            note(postgres);
        }
    }

    @Test
    void aClassThatIsAnnotatedGetsOneWithAllThatAreNestedInIt() {
        expect(Annotated.class, 3, 2);
    }

    @PgCluster(conf = "work_mem = 9MB", extensions = "pg_trgm")
    static class Annotated {

        @Test
        void one(EmbeddedPostgres postgres) throws SQLException {
            assertThat(query(postgres, "SHOW work_mem")).isEqualTo("9MB");
            assertThat(query(postgres, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"))
                    .isEqualTo("1");
            note(postgres);
        }

        @Nested
        class Inner {

            @Test
            void two(EmbeddedPostgres postgres) {
                note(postgres);
            }

            @Test
            void itsOwn(@PgCluster EmbeddedPostgres postgres) throws SQLException {
                assertThat(query(postgres, "SHOW work_mem")).isEqualTo("4MB");
                note(postgres);
            }
        }
    }

    @Test
    void nonsenseIsNamed() {
        run(Nonsense.class)
                .testEvents()
                .failed()
                .assertThatEvents()
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).contains("work_mem 9MB", "is not a name and a value"));
    }

    static class Nonsense {

        @Test
        void one(@PgCluster(conf = "work_mem 9MB") EmbeddedPostgres postgres) {
            note(postgres);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection session = postgres.dataSource().getConnection();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
