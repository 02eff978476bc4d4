package org.pgtestdb4j.embedded;

import java.sql.SQLException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;

/** Fills a database that nobody has used yet. */
@FunctionalInterface
interface FirstStep {

    void fill(Login login) throws SQLException;

    static void migrate(Migrator migrator, Login login) {
        for (Migrator layer : migrator.layers()) {
            try {
                layer.migrate(login.url());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(layer, e);
            } catch (Exception e) {
                throw failed(layer, e);
            }
        }
    }

    private static MigrationException failed(Migrator migrator, Exception cause) {
        return new MigrationException(
                "The embedded server's database could not be migrated by " + migrator + ": " + cause, cause);
    }
}
