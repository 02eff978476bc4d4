package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.LastStatements;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;

class LastStatementsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY =
            Migrator.of(Migrators.newHash(), Migrators.step("CREATE TABLE city (name text, size int)"));

    private PgTestDb pg;

    @BeforeEach
    void open() {
        pg = SERVER.external()
                .setting("pgtestdb4j.log-sql", "4")
                .setting("pgtestdb4j.keep", "never")
                .open();
    }

    @AfterEach
    void close() {
        pg.close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** Returns what is said on the failure of some work. */
    private String quoted(PgTestDb.Work<Exception> work) {
        RuntimeException failure = new IllegalStateException("intended");
        Throwable thrown = catchThrowable(() -> pg.with(CITY, database -> {
            work.run(database);
            throw failure;
        }));
        assertThat(thrown).isSameAs(failure);
        assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LastStatements.class);
        assertThat(failure.getSuppressed()[0].getStackTrace()).isEmpty();
        return String.valueOf(failure.getSuppressed()[0].getMessage());
    }

    @Test
    void areQuotedWithTheirParametersInOrder() {
        assertThat(quoted(LastStatementsIT::runAFew))
                .containsSubsequence(
                        "the last 4 of 5 statements on the database pgtestdb4j_c_",
                        "INSERT INTO city VALUES (('Ulm'), ('2'::int4))",
                        "INSERT INTO city VALUES (('Aix'), ('3'::int4))",
                        "SELECT 1/0 -- failed, SQLSTATE 22012",
                        "CREATE ROLE r PASSWORD *** -- failed, SQLSTATE 42501");
    }

    private static void runAFew(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement plain = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO city VALUES (?, ?)")) {
            plain.execute("SELECT 'forgotten'");
            insert.setString(1, "Ulm");
            insert.setInt(2, 2);
            insert.executeUpdate();
            insert.setString(1, "Aix");
            insert.setInt(2, 3);
            insert.addBatch();
            insert.executeBatch();
            assertThatThrownBy(() -> plain.executeQuery("SELECT 1/0")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> plain.executeUpdate("CREATE ROLE r PASSWORD 'abc'"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void areListenedToWithoutGettingInTheWay() {
        String quoted = quoted(database -> {
            try (Connection connection = database.dataSource().getConnection();
                    CallableStatement call = connection.prepareCall("SELECT upper(?)");
                    Statement statement = connection.createStatement()) {
                assertThat(Set.of(connection, statement))
                        .contains(connection, statement)
                        .hasSize(2);
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(connection.unwrap(PGConnection.class).getBackendPID())
                        .isPositive();
                assertThat(((PGConnection) connection).getBackendPID()).isPositive();
                assertThat(new CopyManager(connection.unwrap(org.postgresql.core.BaseConnection.class))
                                .copyIn("COPY city FROM STDIN", new java.io.StringReader("Bonn\t1\n")))
                        .isEqualTo(1);
                assertThat(call.unwrap(PGStatement.class).isUseServerPrepare()).isFalse();
                call.setString(1, "a");
                try (ResultSet row = call.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("A");
                }
                assertThat(Query.value(connection, "SELECT name FROM city WHERE size = ?", 1))
                        .isEqualTo("Bonn");
                statement.addBatch("INSERT INTO city VALUES ('Prag', 4)");
                assertThat(statement.executeBatch()).containsExactly(1);
            }
        });
        assertThat(quoted).contains("the last 3 of 3", "upper(('a'))", "size = ", "'Prag'");
    }

    @Test
    void areNotQuotedWhereThereAreNone() {
        RuntimeException failure = new IllegalStateException("intended");

        assertThat(catchThrowable(() -> pg.with(CITY, database -> {
                    throw failure;
                })))
                .isSameAs(failure);

        assertThat(failure.getSuppressed()).isEmpty();
    }
}
