package org.pgtestdb4j.benchmarks.zonky;

import io.zonky.test.db.postgres.embedded.FlywayPreparer;
import io.zonky.test.db.postgres.embedded.PreparedDbProvider;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.pgtestdb4j.benchmarks.Contender;

/** Theirs: a server, a template migrated by Flyway, and a database. */
public final class ZonkyDatabase implements Contender {

    private final String migrations;

    /**
     * Takes what to migrate.
     *
     * @param arguments a directory of migrations
     */
    public ZonkyDatabase(List<String> arguments) {
        this.migrations = arguments.get(0);
    }

    @Override
    public double once() throws Exception {
        return Contender.millis(() -> {
            FlywayPreparer flyway =
                    FlywayPreparer.fromConfiguration(Map.of("flyway.locations", "filesystem:" + migrations));
            try (Connection session = PreparedDbProvider.forPreparer(flyway)
                            .createDataSource()
                            .getConnection();
                    var statement = session.createStatement()) {
                statement.execute("SELECT count(*) FROM item_1");
            }
        });
    }
}
