package org.pgtestdb4j.benchmarks.clone;

import java.lang.management.ManagementFactory;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;

/** How much of this JVM's heap stays taken after a thousand databases were handed out and given back. */
public final class Heap implements Benchmark {

    private static final int DATABASES = 1_000;
    private static final int WARM_UPS = 50;

    /** Called by {@link java.util.ServiceLoader}. */
    public Heap() {}

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public void run(Bench bench) throws Exception {
        try (PgTestDb pg = PgTestDb.builder().url(bench.server().url()).open()) {
            Template template = pg.template(Migrator.none());
            bench.sideBySide("KB")
                    .ours("1,000 databases", () -> kilobytesAfter(template))
                    .run(0, 1);
        }
    }

    private static double kilobytesAfter(Template template) {
        handOut(template, WARM_UPS);
        long before = used();
        handOut(template, DATABASES);
        return (used() - before) / 1024.0;
    }

    private static void handOut(Template template, int databases) {
        for (int i = 0; i < databases; i++) {
            template.database().close();
        }
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
