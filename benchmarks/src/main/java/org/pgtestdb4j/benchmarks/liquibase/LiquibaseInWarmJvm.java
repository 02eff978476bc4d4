package org.pgtestdb4j.benchmarks.liquibase;

import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;
import static org.pgtestdb4j.benchmarks.ChildJvm.standing;

import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;

/** What the further tests of a run wait for: all classes are loaded and compiled, the server is known. Each contender has a JVM of its own. */
public final class LiquibaseInWarmJvm implements Benchmark {

    /** For the service loader. */
    public LiquibaseInWarmJvm() {}

    @Override
    public String name() {
        return "liquibase-warm";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String url = bench.server().url();
        String directory = bench.directory().toString();
        String same = new Changelogs(directory).same();
        bench.sideBySide("ms")
                .ours("hash, remembered", standing(ownClassPath(), Hash.class.getName(), List.of(same)))
                .ours(
                        "hash, parsed",
                        standing(ownClassPath(), Hash.Parsed.class.getName(), List.of(directory + "/parsed")))
                .ours("template known, database", standing(ownClassPath(), Ours.class.getName(), List.of(url, same)))
                .ours(
                        "template built, database",
                        standing(ownClassPath(), Ours.Built.class.getName(), List.of(url, directory + "/built")))
                .peer(
                        "Liquibase alone, empty database",
                        standing(ownClassPath(), LiquibaseAlone.Repeated.class.getName(), List.of(url, same)))
                .run(5, 11);
    }
}
