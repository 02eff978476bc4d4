package org.pgtestdb4j.flyway;

import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration that notes what it can read of the connection. */
class V1__Item extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws Exception {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("CREATE TABLE item (url text)");
            statement.execute(
                    "INSERT INTO item VALUES ('" + context.getConfiguration().getUrl() + "')");
        }
    }
}
