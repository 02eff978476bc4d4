package org.pgtestdb4j.flyway;

import java.sql.Connection;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration that does not use the connection it is given. */
class V2__OwnConnection extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws Exception {
        try (Connection connection = new DirectDataSource(FlywayCasesIT.Database.url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO item VALUES (1)");
        }
    }
}
