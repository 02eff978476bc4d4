package org.pgtestdb4j.benchmarks.suite;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.flyway.FlywayMigrator;

/** What is held while many databases are handed out at once: by this JVM's heap, by the server's processes, and by its files. Linux only. */
public final class Memory implements Benchmark {

    private static final List<Integer> HELD = List.of(1, 100, 1_000);
    private static final double MEGABYTE = 1 << 20;

    /** For the service loader. */
    public Memory() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String migrations =
                TableFiles.write(bench.directory(), "V%d__tables.sql").toString();
        for (int databases : HELD) {
            // A server of its own, so that nothing else is counted
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                    PgTestDb pg = PgTestDb.builder().url(postgres.url()).open()) {
                Template template = pg.template(FlywayMigrator.of("filesystem:" + migrations));
                hold(bench, template, databases, postgres);
            }
        }
    }

    private static void hold(Bench bench, Template template, int databases, EmbeddedPostgres postgres)
            throws Exception {
        double heapBefore = heap();
        List<TestDatabase> held = new ArrayList<>();
        for (int i = 0; i < databases; i++) {
            held.add(template.database());
        }
        double heap = heap() - heapBefore;
        Footprint server = Footprint.of(postgres.url());
        held.forEach(TestDatabase::close);
        String name = databases + " held, ";
        bench.sideBySide("MB").ours(name + "heap", () -> heap).run(0, 1);
        bench.sideBySide("MB")
                .ours(name + "server's processes", () -> server.processes() / MEGABYTE)
                .run(0, 1);
        bench.sideBySide("MB")
                .ours(name + "server's files", () -> server.files() / MEGABYTE)
                .run(0, 1);
    }

    private static double heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }
}
