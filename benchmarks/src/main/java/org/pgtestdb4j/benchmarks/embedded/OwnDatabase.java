package org.pgtestdb4j.benchmarks.embedded;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.flyway.FlywayMigrator;

/** Ours, on the shared server. */
public final class OwnDatabase implements Contender {

    private final String migrations;
    private @Nullable PgTestDb open;

    /**
     * Takes what to migrate.
     *
     * @param arguments a directory of migrations
     */
    public OwnDatabase(List<String> arguments) {
        this.migrations = arguments.get(0);
    }

    @Override
    public double once() throws Exception {
        return Contender.millis(() -> {
            PgTestDb pg = PgTestDb.open();
            open = pg;
            try (TestDatabase database = pg.database(FlywayMigrator.of("filesystem:" + migrations));
                    Connection session = database.dataSource().getConnection();
                    var statement = session.createStatement()) {
                statement.execute("SELECT count(*) FROM item_1");
            }
        });
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
