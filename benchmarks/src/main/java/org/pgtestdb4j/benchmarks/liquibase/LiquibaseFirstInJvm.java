package org.pgtestdb4j.benchmarks.liquibase;

import static org.pgtestdb4j.benchmarks.ChildJvm.fresh;
import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;

import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Server;

/** What the first test of a run waits for, on a server that runs: everything happens for the first time in a JVM. */
public final class LiquibaseFirstInJvm implements Benchmark {

    /** For the service loader. */
    public LiquibaseFirstInJvm() {}

    @Override
    public String name() {
        return "liquibase-cold";
    }

    @Override
    public void run(Bench bench) throws Exception {
        Server server = bench.server();
        Changelogs changelogs = new Changelogs(bench.directory().toString());
        String same = changelogs.same();
        bench.sideBySide("ms")
                .ours("hash, remembered", fresh(ownClassPath(), Hash.class.getName(), () -> List.of(same)))
                .ours(
                        "hash, parsed",
                        fresh(ownClassPath(), Hash.class.getName(), () -> List.of(changelogs.nobodyHasSeen())))
                .ours(
                        "template found, database",
                        fresh(ownClassPath(), Ours.class.getName(), () -> List.of(server.url(), same)))
                .ours(
                        "template built, database",
                        fresh(
                                ownClassPath(),
                                Ours.class.getName(),
                                () -> List.of(server.url(), changelogs.nobodyHasSeen())))
                .peer(
                        "Liquibase alone, empty database",
                        fresh(
                                ownClassPath(),
                                LiquibaseAlone.class.getName(),
                                () -> List.of(server.createDatabase(), same)))
                .run(1, 7);
    }
}
