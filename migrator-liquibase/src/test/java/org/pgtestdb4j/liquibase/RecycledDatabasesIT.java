package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** What Liquibase has written is still there when a used database is handed out again. */
class RecycledDatabasesIT {

    private static final int RECYCLED = 5;
    private static final int MOST_TESTS = 500;

    @TempDir
    Path temporary;

    private Migrator withHistoryInASchemaOfItsOwn() {
        write(temporary, "all.sql", """
                --liquibase formatted sql
                --changeset us:1
                CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY, name text);
                INSERT INTO item (name) VALUES ('one'), ('two'), ('three');
                --changeset us:2
                DELETE FROM item;
                """);
        return Migrator.of("history-1", url -> {
                    try (Connection connection = new org.postgresql.Driver().connect(url, new java.util.Properties());
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE SCHEMA history");
                    }
                })
                .then(LiquibaseMigrator.builder()
                        .searchPath(temporary)
                        .changelog("all.sql")
                        .liquibaseSchema("history")
                        .changelogTable("changes")
                        .lockTable("changes_lock")
                        .build());
    }

    private static String value(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void keepTheirHistoryAndGoOnCountingFromWhereMigrationsEnded() throws Exception {
        Migrator migrator = withHistoryInASchemaOfItsOwn();
        String history =
                "SELECT string_agg(id || author || md5sum || dateexecuted, ' ' ORDER BY orderexecuted) FROM history.changes";
        try (PgTestDb pg = PgTestDb.builder()
                .setting("pgtestdb4j.recycle", "true")
                .setting("pgtestdb4j.pool.size", "2")
                .open()) {
            String first = null;
            for (int test = 0; pg.report().recycled() < RECYCLED; test++) {
                assertThat(test).as("%s", pg.report()).isLessThan(MOST_TESTS);
                try (TestDatabase database = pg.database(migrator)) {
                    first = first == null ? value(database, history) : first;
                    assertThat(value(database, history)).contains("1us", "2us").isEqualTo(first);
                    assertThat(value(database, "SELECT locked FROM history.changes_lock"))
                            .isEqualTo("f");
                    assertThat(value(database, "INSERT INTO item (name) VALUES ('new') RETURNING id"))
                            .isEqualTo("4");
                }
            }
        }
    }
}
