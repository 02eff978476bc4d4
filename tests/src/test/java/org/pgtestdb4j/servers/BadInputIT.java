package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Names and passwords with everything in them, and states of the server that pass. */
class BadInputIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String ANYTHING = "it's \"a\" 100% \\ $1 {}\n\t; -- /* \uD83D\uDE00 \u00E4";

    @AfterEach
    void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tester",
                "it's",
                "a \"quoted\" one",
                "two\nlines",
                "100%",
                "back\\slash",
                "\uD83D\uDE00",
                "r23456789012345678901234567890123456789012345678901234567890123"
            })
    void aRoleMayBeCalledAnything(String name) throws Exception {
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.role", name).open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(database.user()).isEqualTo(name);
            assertThat(Query.value(database, "SELECT current_user")).isEqualTo(name);
            try (Connection byUrl = TestServer.open(database.url())) {
                assertThat(Query.value(byUrl, "SELECT current_user")).isEqualTo(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r234567890123456789012345678901234567890123456789012345678901234",
                "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"
            })
    void aRoleThatTheServerWouldCutIsRefused(String name) {
        assertThatThrownBy(() -> SERVER.external()
                        .setting("pgtestdb4j.role", name)
                        .open()
                        .close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pgtestdb4j.role", name, "63 bytes");
    }

    @Test
    void testsAndMigratorsMayBeCalledAnything() throws Exception {
        String name = ANYTHING.repeat(100);
        Migrator migrator = new Migrator() {
            @Override
            public String hash() {
                return Migrators.newHash() + ANYTHING;
            }

            @Override
            public void migrate(String url) throws Exception {
                Migrators.step("CREATE TABLE city ()").migrate(url);
            }

            @Override
            public String toString() {
                return name;
            }
        };
        Map<String, String> parameters = Map.of("pgtestdb4j.url", TestServer.unshared(SERVER.url()));
        try (TestSession session = TestSession.open(key -> Optional.ofNullable(parameters.get(key)))) {
            TestScope test = session.ofClass(
                            new TestId(ANYTHING, ""),
                            List.of(new DatabaseRequest("", List.of(), migrator, Isolation.DEFAULT, Keep.DEFAULT)))
                    .test(new TestId(ANYTHING, name));
            TestDatabase database = test.database("");
            AssertionError failure = new AssertionError(name + '\0');
            test.close(new Outcome.Failed(failure));

            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(failure.getSuppressed()[0]).hasMessageContaining(database.name());
            assertThat(SERVER.registry("SELECT test FROM registry.database WHERE name = ?", database.name()))
                    .singleElement()
                    .asString()
                    .startsWith(ANYTHING + "." + ANYTHING);
            SERVER.forgetKept(database.name());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "a \"b\" c",
                " blanks ",
                "100%",
                "%41",
                "a+b",
                "back\\slash",
                "u:p@h/d?e&f=g#h",
                "\uD83D\uDE00 \u00E4"
            })
    void aPasswordMayBeAnything(String password) throws Exception {
        SERVER.run(
                "DROP ROLE IF EXISTS manager",
                "CREATE ROLE manager SUPERUSER LOGIN PASSWORD '" + password.replace("'", "''") + "'");
        String plain = SERVER.url().replaceAll("user=[^&]*&password=[^&]*&", "");
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        String libpq = plain.replace("jdbc:postgresql://", "postgres://manager:" + encoded + "@");
        List<PgTestDb.Builder> ways = List.of(
                PgTestDb.builder().url(TestServer.unshared(SERVER.urlOf("postgres", "manager", password))),
                PgTestDb.builder().url(TestServer.unshared(libpq)),
                PgTestDb.builder()
                        .url(TestServer.unshared(plain))
                        .setting("pgtestdb4j.user", "manager")
                        .setting("pgtestdb4j.password", password));
        for (PgTestDb.Builder way : ways) {
            try (PgTestDb pg = way.open();
                    TestDatabase database = pg.database(Migrator.none())) {
                assertThat(Query.value(database, "SELECT 1")).isEqualTo("1");
            }
        }
        SERVER.awaitEngines();
        SERVER.run("REASSIGN OWNED BY manager TO postgres", "DROP OWNED BY manager", "DROP ROLE manager");
    }
}
