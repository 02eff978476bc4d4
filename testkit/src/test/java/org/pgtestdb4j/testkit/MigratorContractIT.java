package org.pgtestdb4j.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.pgtestdb4j.Migrator;

class MigratorContractIT {

    private static Set<Defect> defects = EnumSet.noneOf(Defect.class);

    @Test
    void passesAMigratorWithoutDefects() {
        defects = EnumSet.noneOf(Defect.class);

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Subject.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(18).succeeded(18));
    }

    @ParameterizedTest
    @EnumSource
    void sees(Defect defect) {
        defects = EnumSet.of(defect);

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Subject.class, defect.seenBy()))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(1).failed(1));
    }

    static class Subject extends MigratorContract {

        @Override
        protected Migrator migratorOf(Path directory) {
            return new SqlFilesMigrator(directory, defects);
        }

        @Override
        protected List<MigrationFile> files() {
            return List.of(
                    new MigrationFile("1.sql", "CREATE TABLE contract_item (id int);\n"),
                    new MigrationFile("2.sql", "INSERT INTO contract_item VALUES (1);\n"));
        }

        @Override
        protected MigrationFile oneMore() {
            return new MigrationFile("3.sql", "CREATE TABLE contract_more (id int);\n");
        }

        @Override
        protected MigrationFile broken() {
            return new MigrationFile("4.sql", "SELECT * FROM there_is_none;\n");
        }
    }
}
