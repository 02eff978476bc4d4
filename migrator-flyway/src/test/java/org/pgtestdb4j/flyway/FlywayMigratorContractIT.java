package org.pgtestdb4j.flyway;

import java.nio.file.Path;
import java.util.List;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

class FlywayMigratorContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return FlywayMigrator.of("filesystem:" + directory);
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile(
                        "V1__item.sql", "CREATE TABLE contract_item (id int PRIMARY KEY);\nSELECT 'shown';\n"),
                new MigrationFile("sub/V2__unlocked.sql", "CREATE INDEX CONCURRENTLY ON contract_item (id);\n"),
                new MigrationFile("sub/V2__unlocked.sql.conf", "executeInTransaction=false\n"),
                new MigrationFile("R__view.sql", "CREATE VIEW all_items AS SELECT * FROM contract_item;\n"),
                new MigrationFile("afterMigrate.sql", "INSERT INTO contract_item VALUES (1);\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("V3__more.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("V4__broken.sql", "SELECT 1;\n\nSELECT * FROM there_is_none;\n");
    }
}
