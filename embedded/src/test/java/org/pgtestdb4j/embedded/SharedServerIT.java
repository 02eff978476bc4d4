package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.embedded.Sandbox.query;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.spi.PostgresServer;

/** Who shares a server, how long it stays, and that it comes back as it was. */
class SharedServerIT {

    /** Far longer than a test. */
    private static final String LONG = "1h";

    private static final String AT_ONCE = "0";

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withOwnState().shareFor(AT_ONCE);
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void eightJvmsOnAnEmptyCacheGetOneServer() throws Exception {
        try (Sandbox empty = Sandbox.withEmptyCache().shareFor(AT_ONCE)) {
            List<ChildJvm> children = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                children.add(ChildJvm.start(empty));
            }
            Set<Integer> ports = new HashSet<>();
            for (ChildJvm child : children) {
                ports.add(child.port());
            }
            assertThat(ports).hasSize(1);
            assertThat(empty.homes()).hasSize(1);
            for (ChildJvm child : children) {
                child.kill();
            }
            empty.awaitNothingLeft();
        }
    }

    @Test
    void whoeverComesLaterJoins() throws Exception {
        try (PostgresServer server = sandbox.find();
                ChildJvm child = ChildJvm.start(sandbox)) {
            assertThat(child.port()).isEqualTo(server.port());
            assertThat(sandbox.homes()).hasSize(1);
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void saysWhetherItEndsWithTheJvm() throws Exception {
        try (PostgresServer server = sandbox.find()) {
            assertThat(server.endsWithJvm()).isTrue();
            try (PostgresServer other = sandbox.shareFor(LONG).find()) {
                assertThat(other.endsWithJvm()).isFalse();
                assertThat(other.port()).isEqualTo(server.port());
            }
        }
        sandbox.shareFor(AT_ONCE).find().close();
        sandbox.awaitNothingLeft();
    }

    @Test
    void outlivesTheJvmThatStartedItAsLongAsAnotherUsesIt() throws Exception {
        try (ChildJvm starter = ChildJvm.start(sandbox)) {
            int port = starter.port();
            try (PostgresServer server = sandbox.find()) {
                starter.kill();
                try (Sandbox control = control()) {
                    control.find().close();
                    control.awaitNothingLeft();
                }
                assertThat(server.port()).isEqualTo(port);
                assertThat(query(server, "SELECT 1")).isEqualTo("1");
            }
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void endsAfterItsIdleTimeWhenAllJvmsWereKilled() throws Exception {
        sandbox.shareFor("1s");
        try (ChildJvm first = ChildJvm.start(sandbox);
                ChildJvm second = ChildJvm.start(sandbox)) {
            first.port();
            second.port();
            first.kill();
            second.kill();
        }
        sandbox.awaitNothingLeft();
    }

    /** A control server, let go of later, shows that the keeper has had the time to end this one. */
    @Test
    void staysForSomebodyInPsql() throws Exception {
        PostgresServer server = sandbox.find();
        try (Connection person = Sandbox.connect(server, "postgres", server.password())) {
            server.close();
            try (Sandbox control = control()) {
                control.find().close();
                control.awaitNothingLeft();
            }
            try (Statement statement = person.createStatement()) {
                assertThat(statement.execute("SELECT 1")).isTrue();
            }
        }
        sandbox.awaitNothingLeft();
    }

    private static Sandbox control() throws Exception {
        return Sandbox.withOwnState().shareFor(AT_ONCE);
    }

    @Test
    void comesBackWithItsDataOnItsPort() throws Exception {
        int port;
        try (PostgresServer server = sandbox.find()) {
            port = server.port();
            createTable(server);
        }
        sandbox.awaitNothingLeft();

        try (PostgresServer server = sandbox.find()) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(hasTable(server)).isTrue();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void comesBackWithItsDataAfterAReboot() throws Exception {
        PostgresServer first = sandbox.find();
        createTable(first);
        first.close();
        sandbox.awaitNothingLeft();
        emptyMemory();

        try (PostgresServer server = sandbox.find()) {
            assertThat(server.port()).isEqualTo(first.port());
            assertThat(hasTable(server)).isTrue();
        }
        sandbox.awaitNothingLeft();
    }

    private void emptyMemory() {
        Commands.run(List.of("rm", "-rf", sandbox.sharedPlace().getParent().toString()), Sandbox.LIMIT);
    }

    @Test
    void comesBackFreshAfterARebootWhileItRan() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            sandbox.processes().forEach(ProcessHandle::destroyForcibly);
            child.kill();
            sandbox.awaitNoProcess();
        }
        emptyMemory();

        try (PostgresServer server = sandbox.find()) {
            assertThat(hasTable(server)).isFalse();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void keepsTheLogOfItsLastRun() throws Exception {
        sandbox.find().close();
        sandbox.awaitNothingLeft();

        Path log = SharedState.of(sandbox.sharedPlan()).store().resolve("server.log");
        assertThat(log).content().contains("database system is shut down");
    }

    /** The disk is said to be almost full by a program in the place of {@code df}. */
    @Test
    void comesBackFreshIfItsDataHadTakenMostOfTheDisk() throws Exception {
        Path programs = Files.createDirectory(sandbox.root().resolve("programs"));
        Path df = Files.writeString(programs.resolve("df"), "#!/bin/sh\necho heading; echo disk 1000 0 1000 0% /\n");
        Files.setPosixFilePermissions(df, Permissions.of(0755));
        Files.setPosixFilePermissions(programs, Permissions.READABLE_DIRECTORY);
        Map<String, String> path = Map.of("PATH", programs + ":" + System.getenv("PATH"));
        try (ChildJvm child = ChildJvm.start(sandbox, path)) {
            assertThat(child.port()).isPositive();
        }
        sandbox.awaitNothingLeft();

        assertThat(SharedState.of(sandbox.sharedPlan()).hasStored()).isFalse();
    }

    @Test
    void comesBackOnAnotherPortIfItsOwnIsTaken() throws Exception {
        PostgresServer first = sandbox.find();
        createTable(first);
        first.close();
        sandbox.awaitNothingLeft();

        try (ServerSocket taken = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress());
                PostgresServer server = sandbox.find()) {
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
            assertThat(hasTable(server)).isTrue();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void comesBackFreshIfItsDataIsDamaged() throws Exception {
        PostgresServer first = sandbox.find();
        createTable(first);
        first.close();
        sandbox.awaitNothingLeft();
        Path store = SharedState.of(sandbox.sharedPlan()).store();
        Files.writeString(store.resolve("data/PG_VERSION"), "nonsense");

        try (PostgresServer server = sandbox.find()) {
            assertThat(hasTable(server)).isFalse();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void comesBackFreshAfterACrash() throws Exception {
        PostgresServer crashed = sandbox.find();
        createTable(crashed);
        Path home = sandbox.home();
        sandbox.server().destroyForcibly();
        Sandbox.await("the end of " + home, () -> !Files.exists(home));
        assertThat(SharedState.of(sandbox.sharedPlan()).hasStored()).isFalse();

        try (PostgresServer server = sandbox.find()) {
            assertThat(server.port()).isEqualTo(crashed.port());
            assertThat(hasTable(server)).isFalse();
        }
        crashed.close();
        sandbox.awaitNothingLeft();
    }

    @Test
    void endsWithItsDataWhenItIsStoppedByHand() throws Exception {
        PostgresServer stopped = sandbox.find();
        createTable(stopped);
        Commands.run(List.of("kill", "-INT", Long.toString(sandbox.server().pid())), Sandbox.LIMIT);
        sandbox.awaitNothingLeft();

        try (PostgresServer server = sandbox.find()) {
            assertThat(hasTable(server)).isTrue();
        }
        stopped.close();
        sandbox.awaitNothingLeft();
    }

    @Test
    void isAnotherForOtherSettings() throws Exception {
        try (PostgresServer server = sandbox.find()) {
            sandbox.set(
                    EmbeddedSettings.DATA,
                    sandbox.root().resolve("data/elsewhere").toString());
            try (PostgresServer other = sandbox.find()) {
                assertThat(other.port()).isNotEqualTo(server.port());
            }
        }
        sandbox.awaitNoProcess();
    }

    @Test
    void isAnotherForAnotherVersionOfThisLibrary() throws Exception {
        SharedPlan plan = sandbox.sharedPlan();
        SharedServer newer = SharedJoin.of(withOtherKeeper(plan));
        try (PostgresServer server = sandbox.find()) {
            assertThat(newer.port()).isNotEqualTo(server.port());
            assertThat(query(newer.describe(limit -> {}), "SELECT 1")).isEqualTo("1");
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
            assertThat(sandbox.homes()).hasSize(2);
        } finally {
            newer.end(Sandbox.LIMIT);
        }
        sandbox.awaitNothingLeft();
    }

    private static SharedPlan withOtherKeeper(SharedPlan plan) {
        SeedRecipe usual = SeedRecipe.of(plan.installation());
        SeedRecipe other = new SeedRecipe(
                usual.installation(),
                usual.arguments(),
                usual.locales(),
                usual.configuration(),
                usual.access(),
                usual.statements(),
                usual.keeper() + "# of another version\n");
        return new SharedPlan(
                plan.installation(),
                Seed.of(other, plan.user(), plan.cache()),
                plan.cache(),
                plan.user(),
                plan.settings());
    }

    static void createTable(PostgresServer server) throws SQLException {
        try (Connection connection = Sandbox.connect(server, "postgres", server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE public.note ()");
        }
    }

    static boolean hasTable(PostgresServer server) throws SQLException {
        return query(server, "SELECT count(*) FROM pg_class WHERE relname = 'note'")
                .equals("1");
    }
}
