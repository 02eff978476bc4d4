package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;

class MigratorContractIT {

    private static Set<Defect> defects = EnumSet.noneOf(Defect.class);

    @Test
    void passesAMigratorWithoutDefects() {
        defects = EnumSet.noneOf(Defect.class);

        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Subject.class))
                .execute()
                .testEvents();

        assertEquals(List.of(), tests.failed().stream().map(Event::toString).toList());
        tests.assertStatistics(statistics -> statistics.started(29).succeeded(29));
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

    @Test
    void everyTestOfTheContractIsSeenToFail() {
        Set<String> tests = Stream.<Class<?>>iterate(
                        MigratorContract.class, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toSet());

        assertEquals(tests, Stream.of(Defect.values()).map(Defect::seenBy).collect(Collectors.toSet()));
    }

    static class Subject extends MigratorContract {

        @Override
        protected Migrator migratorOf(Path directory) {
            return new SqlFilesMigrator(directory, defects);
        }

        @Override
        protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
            new SqlFilesMigrator(directory, EnumSet.noneOf(Defect.class)).migrate(url);
        }

        @Override
        protected Map<String, Migrator> otherwiseConfigured(Path directory) {
            return Map.of(
                    "a table", new SqlFilesMigrator(directory, "CREATE TABLE a ()", defects),
                    "another table", new SqlFilesMigrator(directory, "CREATE TABLE b ()", defects));
        }

        @Override
        protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
            Fingerprint fingerprint = Fingerprint.create();
            fingerprint.classPathRoot(root, classLoader);
            if (defects.contains(Defect.HASH_COUNTS_THE_JAR)) {
                fingerprint.text("url", String.valueOf(classLoader.getResource(root)));
            }
            return Optional.of(Migrator.of(fingerprint.toHex(), url -> {}));
        }

        /** The migrator in the other JVM has no defect, so this names what it does not look at. */
        @Override
        protected Optional<MigrationFile> otherVersion() {
            String name = defects.contains(Defect.HASH_IGNORES_THE_VERSION) ? "ignored.txt" : SqlFilesMigrator.VERSION;
            return Optional.of(new MigrationFile(name, "2"));
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
            return new MigrationFile("4.sql", "SELECT 1;\n\nSELECT * FROM contract_none;\n");
        }
    }
}
