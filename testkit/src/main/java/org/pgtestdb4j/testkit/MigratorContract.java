package org.pgtestdb4j.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.pgtestdb4j.Migrator;

/**
 * What every {@link Migrator} must keep, as JUnit Jupiter tests. An adapter extends this class and supplies a few files of its tool.
 *
 * <pre>{@code
 * class FlywayMigratorContractIT extends MigratorContract {
 *
 *     @Override
 *     protected Migrator migratorOf(Path directory) {
 *         return FlywayMigrator.of("filesystem:" + directory);
 *     }
 *
 *     @Override
 *     protected void migrateWithTheToolAlone(Path directory, String url) {
 *         Flyway.configure().locations("filesystem:" + directory).dataSource(url, null, null).load().migrate();
 *     }
 *
 *     @Override
 *     protected List<MigrationFile> files() {
 *         return List.of(new MigrationFile("V1__item.sql", "CREATE TABLE contract_item (id int);"));
 *     }
 *     // also otherwiseConfigured(), oneMore() and broken()
 * }
 * }</pre>
 *
 * <p>The server comes from the {@link org.pgtestdb4j.spi.ServerProvider} on the class path, which is the embedded one unless there is
 * another. The tests of one class must not run at the same time as each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class MigratorContract extends MigrateContract {

    /** For subclasses. */
    protected MigratorContract() {}
}
