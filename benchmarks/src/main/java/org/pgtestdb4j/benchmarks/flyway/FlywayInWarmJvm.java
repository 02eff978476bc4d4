package org.pgtestdb4j.benchmarks.flyway;

import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;
import static org.pgtestdb4j.benchmarks.ChildJvm.standing;

import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;

/** What the further tests of a run wait for: all classes are loaded and compiled, the server is known. Each contender has a JVM of its own. */
public final class FlywayInWarmJvm implements Benchmark {

    /** For the service loader. */
    public FlywayInWarmJvm() {}

    @Override
    public String name() {
        return "flyway-warm";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String url = bench.server().url();
        String directory = bench.directory().toString();
        String same = new Migrations(directory).same();
        bench.sideBySide("ms")
                .ours("hash", standing(ownClassPath(), Hash.class.getName(), List.of(same)))
                .ours("template known, database", standing(ownClassPath(), Ours.class.getName(), List.of(url, same)))
                .ours(
                        "template built, database",
                        standing(ownClassPath(), Ours.Built.class.getName(), List.of(url, directory)))
                .peer(
                        "Flyway alone, empty database",
                        standing(ownClassPath(), FlywayAlone.Repeated.class.getName(), List.of(url, same)))
                .run(10, 21);
    }
}
