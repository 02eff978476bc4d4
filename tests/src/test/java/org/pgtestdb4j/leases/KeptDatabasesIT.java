package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class KeptDatabasesIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY =
            Migrator.of(Migrators.newHash(), Migrators.step("CREATE TABLE city (name text)"));
    private static final Pattern PSQL = Pattern.compile("(?:PGPASSFILE='?([^']+?)'? )?psql '([^']+)'");

    @TempDir
    Path temporary;

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static Matcher psqlLineOf(KeptDatabase note) {
        Matcher matcher = PSQL.matcher(note.getMessage());
        assertThat(matcher.find()).as(note.getMessage()).isTrue();
        return matcher;
    }

    @Test
    void canBeOpenedByTheLineInTheNoteWithoutAPasswordInIt() throws Exception {
        Path directory = temporary.resolve("with blanks");
        try (PgTestDb pg = SERVER.external()
                .setting("pgtestdb4j.keep.directory", directory.toString())
                .open()) {
            TestDatabase database = pg.database(CITY);
            String password = database.password();
            Query.run(database, "INSERT INTO city VALUES ('Ulm')");

            KeptDatabase note = database.keep("the test failed");
            database.close();

            assertThat(note.database()).isEqualTo(database.name());
            assertThat(note.getMessage()).contains(database.name(), "kept").doesNotContain(password, SERVER.password());
            assertThat(note.getStackTrace()).isEmpty();
            Matcher line = psqlLineOf(note);
            Path passwords = Path.of(line.group(1));
            assertThat(passwords).satisfies(file -> assertThat(file.getParent()).isEqualTo(directory));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                    .isEqualTo("rw-------");
            assertThat(cityThroughLibpq(URI.create(line.group(2)), passwords)).isEqualTo("Ulm");
            assertThat(SERVER.registry(
                            "SELECT state || ': ' || why FROM registry.database WHERE name = ?", database.name()))
                    .containsExactly("kept: the test failed");
            SERVER.forgetKept(database.name());
        }
    }

    /** Somebody may have tidied up, such as another run that keeps nothing for long. */
    @Test
    void haveTheirPasswordFileAlsoWhenItWasRemovedSince() throws Exception {
        try (PgTestDb pg = SERVER.external()
                .setting("pgtestdb4j.keep.directory", temporary.toString())
                .open()) {
            for (int i = 0; i < 2; i++) {
                TestDatabase database = pg.database(CITY);
                Path passwords =
                        Path.of(psqlLineOf(database.keep("the test failed")).group(1));
                database.close();

                assertThat(passwords).exists();
                Files.delete(passwords);
                SERVER.forgetKept(database.name());
            }
        }
    }

    /** As psql would do it: the driver reads password files as well. */
    private static String cityThroughLibpq(URI uri, Path passwords) throws Exception {
        String property = "org.postgresql.pgpassfile";
        System.setProperty(property, passwords.toString());
        try (Connection connection = TestServer.open("jdbc:postgresql://%s:%s%s?%s&user=%s"
                .formatted(
                        uri.getHost(),
                        String.valueOf(uri.getPort()),
                        uri.getPath(),
                        uri.getQuery(),
                        uri.getUserInfo()))) {
            return Query.value(connection, "SELECT name FROM city");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void showTheirPasswordOnOurOwnServer() throws Exception {
        try (PgTestDb pg = SERVER.ours().open()) {
            TestDatabase database = pg.database(CITY);
            Query.run(database, "INSERT INTO city VALUES ('Ulm')");
            KeptDatabase note = database.keep("the test failed");
            database.close();

            Matcher line = psqlLineOf(note);
            assertThat(line.group(1)).isNull();
            URI uri = URI.create(line.group(2));
            String[] login = uri.getUserInfo().split(":");
            try (Connection connection =
                    TestServer.open(SERVER.urlOf(uri.getPath().substring(1), login[0], login[1]))) {
                assertThat(Query.value(connection, "SELECT name FROM city")).isEqualTo("Ulm");
            }
            Matcher jdbc = Pattern.compile("jdbc:postgresql:\\S+").matcher(note.getMessage());
            assertThat(jdbc.find()).isTrue();
            try (Connection connection = TestServer.open(jdbc.group())) {
                assertThat(Query.value(connection, "SELECT name FROM city")).isEqualTo("Ulm");
            }
            assertThat(note.getMessage()).contains("while this JVM runs");
            SERVER.forgetKept(database.name());
        }
    }

    @Test
    void areKeptOnce() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            TestDatabase database = pg.database(CITY);

            assertThat(database.keep("first")).isSameAs(database.keep("second"));

            database.close();
            assertThat(database.keep("third").database()).isEqualTo(database.name());
            assertThat(pg.report().kept()).isEqualTo(1);
            SERVER.forgetKept(database.name());
        }
    }

    @Test
    void outliveTheirEngineAndSweeps() throws Exception {
        TestDatabase database;
        try (PgTestDb pg = SERVER.external().open()) {
            database = pg.database(CITY);
            database.keep("to be looked at");
            database.close();
        }
        SERVER.awaitEngines();
        SERVER.sweep();
        SERVER.awaitEngines();
        SERVER.sweep();

        assertThat(SERVER.exists(database.name())).isTrue();
        SERVER.forgetKept(database.name());
        SERVER.sweep();
    }

    @Test
    void areThoseWhoseWorkFailed() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            IOException failure = new IOException("no such order");

            Throwable thrown = catchThrowable(() -> pg.with(CITY, database -> {
                Query.run(database, "INSERT INTO city VALUES ('Ulm')");
                throw failure;
            }));

            assertThat(thrown).isSameAs(failure);
            assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(KeptDatabase.class);
            String kept = ((KeptDatabase) failure.getSuppressed()[0]).database();
            assertThat(SERVER.registry("SELECT why FROM registry.database WHERE name = ?", kept)
                            .get(0))
                    .contains("no such order");
            try (Connection look = SERVER.connect(kept)) {
                assertThat(Query.value(look, "SELECT name FROM city")).isEqualTo("Ulm");
            }
            SERVER.forgetKept(kept);
        }
    }

    @Test
    void areThoseWhoseAssertionFailed() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            AssertionError failure = new AssertionError("expected 1");

            assertThat(catchThrowable(() -> pg.with(CITY, database -> {
                        throw failure;
                    })))
                    .isSameAs(failure);

            SERVER.forgetKept(((KeptDatabase) failure.getSuppressed()[0]).database());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNoneWithNever(boolean fail) throws Exception {
        AtomicReference<String> name = new AtomicReference<>();
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.keep", "never").open()) {
            RuntimeException failure = new IllegalStateException("work failed");
            Throwable thrown = catchThrowable(() -> pg.with(CITY, database -> {
                name.set(database.name());
                if (fail) {
                    throw failure;
                }
            }));
            assertThat(thrown).isSameAs(fail ? failure : null);
            assertThat(failure.getSuppressed()).isEmpty();
            Await.until("it is dropped", () -> !SERVER.exists(name.get()));
            assertThat(pg.report().kept()).isZero();
        }
    }

    @Test
    void areAllWithAlways() throws Exception {
        AtomicReference<String> name = new AtomicReference<>();
        try (PgTestDb pg =
                SERVER.external().setting("pgtestdb4j.keep", "always").open()) {
            pg.with(CITY, database -> name.set(database.name()));
            assertThat(pg.report().kept()).isEqualTo(1);
        }
        SERVER.awaitEngines();

        assertThat(SERVER.exists(name.get())).isTrue();
        SERVER.forgetKept(name.get());
        SERVER.sweep();
    }

    @Test
    void areNotWorthATestsOwnFailure() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            AssertionError failure = new AssertionError("expected 1");
            Throwable thrown;
            try {
                thrown = catchThrowable(() -> pg.with(CITY, database -> {
                    SERVER.runInRegistry("ALTER TABLE registry.database RENAME TO elsewhere");
                    throw failure;
                }));
            } finally {
                SERVER.runInRegistry("ALTER TABLE registry.elsewhere RENAME TO database");
            }

            assertThat(thrown).isSameAs(failure);
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(failure.getSuppressed()[0]).hasMessageContaining("Cannot keep");
        }
    }

    @Test
    void canNotBeKeptWhenTheyAreGone() {
        try (PgTestDb pg = SERVER.external().open()) {
            TestDatabase database = pg.database(CITY);
            database.close();

            assertThatThrownBy(() -> database.keep("too late")).hasMessageContaining("released");
        }
    }

    /** Nobody could say where it is. */
    @Test
    void canNotBeKeptWhenTheTestHasDroppedThem() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase other = pg.database(CITY)) {
            TestDatabase database = pg.database(CITY);
            Query.run(other, "DROP DATABASE " + database.name() + " WITH (FORCE)");

            assertThatThrownBy(() -> database.keep("too late"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("Cannot keep", database.name(), "not there any more");
            database.close();
        }
    }
}
