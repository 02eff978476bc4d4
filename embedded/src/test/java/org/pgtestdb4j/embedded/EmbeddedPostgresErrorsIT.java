package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.ServerException;

/** What a user gets to read who asks for a server of one's own that cannot be. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EmbeddedPostgresErrorsIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
        sandbox.settings().forEach(System::setProperty);
    }

    @AfterEach
    void remove() {
        sandbox.settings().keySet().stream()
                .filter(name -> !name.equals(EmbeddedSettings.MODE))
                .forEach(System::clearProperty);
        sandbox.close();
    }

    @Test
    void namesThePortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder().port(taken.getLocalPort());

            assertThatThrownBy(builder::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("somebody else does");
        }
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void quotesWhatTheServerSaysToANonsensicalEntry() {
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder().conf("work_mem", "plenty");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("invalid value for parameter \"work_mem\"")
                .hasMessageContaining("conf()");
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void namesTheExtensionThatIsNotThere() {
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder().extension("no_such_extension");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no_such_extension");
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void saysWhatToDoAboutALongNameOfASocket() {
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder()
                .directory(sandbox.root().resolve("a".repeat(100)))
                .unixSocket();

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("is too long")
                .hasMessageContaining("directory()");
    }

    @Test
    void namesFileAndLineOfADumpThatFails() throws Exception {
        Path dump = Files.writeString(
                sandbox.root().resolve("dump.sql"), "CREATE TABLE t (i integer);\nCOPY t FROM stdin;\nx\n\\.\n");

        assertThatThrownBy(EmbeddedPostgres.builder().load(dump)::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(dump + ", at or before line 2")
                .hasMessageContaining("invalid input syntax");
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void namesWhatOnlyPsqlUnderstands() throws Exception {
        Path dump = Files.writeString(sandbox.root().resolve("dump.sql"), "SELECT 1;\n\\connect other\n");

        assertThatThrownBy(EmbeddedPostgres.builder().load(dump)::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("\\connect other");
    }

    @Test
    void namesTheMigratorThatFails() {
        Migrator failing = Migrator.of("bad", url -> EmbeddedPostgresIT.execute(url, "SELECT nonsense"));

        assertThatThrownBy(EmbeddedPostgres.builder().migrate(failing)::start)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("nonsense");
        assertThat(sandbox.homes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesADirectoryWithSomethingElseInIt(boolean keep) throws Exception {
        Path directory = Files.createDirectory(sandbox.root().resolve("full"));
        Path file = Files.createFile(directory.resolve("thesis.tex"));
        EmbeddedPostgresBuilder builder = keep
                ? EmbeddedPostgresIT.kept(directory)
                : EmbeddedPostgres.builder().directory(directory);

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(directory + " is not empty");
        assertThat(file).exists();
    }

    @Test
    void refusesADirectoryThatIsInUse() throws Exception {
        Path directory = sandbox.root().resolve("kept");
        try (EmbeddedPostgres postgres = EmbeddedPostgresIT.kept(directory).start()) {
            assertThatThrownBy(EmbeddedPostgresIT.kept(directory)::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("uses " + directory + " already");
            assertThat(EmbeddedPostgresIT.query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesWhatCannotBeSet() {
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder();

        assertThatThrownBy(() -> builder.user("a").user("b")).hasMessageContaining("user is set twice");
        assertThatThrownBy(() -> builder.conf("work mem", "1")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> builder.version(13)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> builder.timeToLive(Duration.ofMillis(999))).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> builder.port(0)).hasMessageContaining("from 1 to 65535, not 0");
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> builder.database("")).hasMessageContaining("database(\"\")");
        assertThatThrownBy(() -> builder.database("ä".repeat(32))).hasMessageContaining("1 to 63 bytes");
        assertThatThrownBy(() -> builder.password("")).hasMessageContaining("empty");
        Path nowhere = sandbox.root().resolve("missing/file");
        assertThatThrownBy(() -> builder.logFile(nowhere)).hasMessageContaining("logFile(" + nowhere + ")");
        assertThatThrownBy(() -> builder.dumpTo(sandbox.root())).hasMessageContaining("dumpTo(" + sandbox.root() + ")");
        assertThatThrownBy(() -> EmbeddedPostgres.builder().keepOnDisk().start())
                .hasMessageContaining("needs a directory()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pgdata=/tmp", "--pgd=/tmp", "-D/tmp", "-Uann", "--user=ann", "data-checksums"})
    void refusesArgumentsOfInitdbThatAreOurs(String argument) {
        assertThatThrownBy(EmbeddedPostgres.builder().initdb(argument)::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(argument);
    }

    @Test
    void isNotWaitedForWhenItLetsNobodyIn() {
        sandbox.set(EmbeddedSettings.START_TIMEOUT, "1h").settings().forEach(System::setProperty);

        assertThatThrownBy(EmbeddedPostgres.builder().hba("host all all all reject")::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("does not let us in")
                .hasMessageContaining("hba()");
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void refusesADirectoryThatTheServersAccountCannotReach() throws Exception {
        assumeTrue(sandbox.plan().user().isOther(), "only root runs the server as somebody else");
        Path unreachable = Files.createTempDirectory("pgtestdb4j-unreachable");
        try {
            assertThatThrownBy(EmbeddedPostgres.builder().directory(unreachable.resolve("data"))::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining(unreachable.resolve("data").toString())
                    .hasMessageContaining("cannot be reached");
            assertThat(unreachable).isEmptyDirectory();
        } finally {
            Files.delete(unreachable);
        }
    }
}
