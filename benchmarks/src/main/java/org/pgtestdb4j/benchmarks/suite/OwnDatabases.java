package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;

/** Ours. */
final class OwnDatabases implements Databases, AutoCloseable {

    private final PgTestDb pg;
    private final Template template;

    /** Has a template built on a server, or finds it there. */
    OwnDatabases(String url, Migrator migrator, Map<String, String> settings) {
        PgTestDb.Builder builder = PgTestDb.builder().url(url);
        settings.forEach(builder::setting);
        this.pg = builder.open();
        this.template = pg.template(migrator);
    }

    String template() {
        return template.name();
    }

    @Override
    public Held take() throws Exception {
        TestDatabase database = template.database();
        return new OwnHeld(database, database.dataSource().getConnection());
    }

    @Override
    public void close() {
        pg.close();
    }

    private record OwnHeld(TestDatabase database, Connection connection) implements Held {

        @Override
        public void close() throws SQLException {
            connection.close();
            database.close();
        }
    }
}
