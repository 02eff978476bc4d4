package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.pgtestdb4j.fixture.TestServer;

class ServerErrorsIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterEach
    void removeRegistry() throws Exception {
        server.awaitEngines();
        server.run("DROP DATABASE IF EXISTS pgtestdb4j", "DROP ROLE IF EXISTS pgtestdb4j_test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Opens an engine, which must fail, and say neither password anywhere. */
    private static Throwable failureOf(String url, String secret) {
        Throwable failure = catchThrowable(
                () -> PgTestDb.builder().url(TestServer.unshared(url)).open().close());
        assertThat(failure).isInstanceOf(ServerException.class);
        assertHidden(failure, secret);
        assertHidden(failure, server.password());
        assertThat(failure.getMessage()).contains(":" + Integer.toString(portOf(url)));
        return failure;
    }

    private static int portOf(String url) {
        return Integer.parseInt(url.replaceAll(".*://[^:]+:(\\d+)/.*", "$1"));
    }

    private static void assertHidden(Throwable failure, String secret) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            assertThat(link.toString()).doesNotContain(secret);
            for (Throwable suppressed : link.getSuppressed()) {
                assertHidden(suppressed, secret);
            }
        }
    }

    @Test
    void nobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String url = server.url().replace(":" + server.port() + "/", ":" + free + "/");

        assertThat(failureOf(url, "no secret")).hasMessageContainingAll("08001", "refused", "pgtestdb4j.url");
    }

    @Test
    void thePasswordIsWrong() {
        assertThat(failureOf(server.urlOf("postgres", "postgres", "wr0ng-secret"), "wr0ng-secret"))
                .hasMessageContainingAll("28P01", "authentication failed", "postgres@", "pgtestdb4j.password");
    }

    @Test
    void theDatabaseOfTheUrlDoesNotExist() {
        assertThat(failureOf(server.urlOf("nowhere", "postgres", server.password()), server.password()))
                .hasMessageContainingAll("3D000", "\"nowhere\"", "pgtestdb4j.url");
    }

    @Test
    void theServerHasNoSsl() {
        String url = server.url().replace("sslmode=disable", "sslmode=require");

        assertThat(failureOf(url, server.password())).hasMessageContainingAll("SSL", "pgtestdb4j.url");
    }

    @Test
    void theRoleMayNotCreateDatabases() throws Exception {
        server.run(
                "DROP ROLE IF EXISTS weak",
                "CREATE ROLE weak LOGIN CREATEROLE PASSWORD 'w3ak-secret'",
                "GRANT CONNECT ON DATABASE postgres TO weak");

        assertThat(failureOf(server.urlOf("postgres", "weak", "w3ak-secret"), "w3ak-secret"))
                .hasMessageContainingAll("42501", "weak@", "CREATEDB");
        server.run("DROP OWNED BY weak", "DROP ROLE weak");
    }

    @Test
    void theRoleMayNotCreateRoles() throws Exception {
        server.run(
                "DROP ROLE IF EXISTS weak",
                "CREATE ROLE weak LOGIN CREATEDB PASSWORD 'w3ak-secret'",
                "GRANT CONNECT ON DATABASE postgres TO weak");

        assertThat(failureOf(server.urlOf("postgres", "weak", "w3ak-secret"), "w3ak-secret"))
                .hasMessageContainingAll("42501", "weak@", "CREATEROLE");
        server.awaitEngines();
        server.run("DROP DATABASE pgtestdb4j", "DROP OWNED BY weak", "DROP ROLE weak");
    }

    @Test
    void theUrlNamesNoUser() {
        String url = server.url().replaceAll("user=[^&]*&", "");

        assertThatThrownBy(() -> PgTestDb.builder().url(url).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no user", "pgtestdb4j.user")
                .hasMessageNotContaining(server.password());
    }

    @Test
    void userAndPasswordMayBeSettingsOfTheirOwn() {
        String url = server.url().replaceAll("user=[^&]*&password=[^&]*&", "");

        try (PgTestDb pg = PgTestDb.builder()
                .url(TestServer.unshared(url))
                .setting("pgtestdb4j.user", "postgres")
                .setting("pgtestdb4j.password", server.password())
                .open()) {
            assertThat(pg.report().databases()).isZero();
        }
    }

    @Test
    void aMistakeIsNotRememberedButForATestRun() {
        String url = server.urlOf("postgres", "postgres", "wr0ng-secret");
        try (TestSession session =
                TestSession.open(name -> Optional.of(url).filter(value -> name.equals("pgtestdb4j.url")))) {
            TestScope first = session.ofClass(new TestId("T", ""), List.of(DatabaseRequest.ofDefaults()))
                    .test(new TestId("T", "first()"));
            TestScope second = session.ofClass(new TestId("T", ""), List.of(DatabaseRequest.ofDefaults()))
                    .test(new TestId("T", "second()"));

            assertThatThrownBy(() -> first.database(""))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("28P01");
            assertThatThrownBy(() -> second.database(""))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("first", "authentication failed")
                    .satisfies(
                            failure -> assertThat(failure.getMessage().lines()).hasSize(1));
        }
    }
}
