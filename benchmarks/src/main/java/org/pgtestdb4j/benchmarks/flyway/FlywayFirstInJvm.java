package org.pgtestdb4j.benchmarks.flyway;

import static org.pgtestdb4j.benchmarks.ChildJvm.fresh;
import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;

import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Server;

/** What the first test of a run waits for, on a server that runs: everything happens for the first time in a JVM. */
public final class FlywayFirstInJvm implements Benchmark {

    /** For the service loader. */
    public FlywayFirstInJvm() {}

    @Override
    public String name() {
        return "flyway-cold";
    }

    @Override
    public void run(Bench bench) throws Exception {
        Server server = bench.server();
        Migrations migrations = new Migrations(bench.directory().toString());
        String same = migrations.same();
        bench.sideBySide("ms")
                .ours("hash", fresh(ownClassPath(), Hash.class.getName(), () -> List.of(same)))
                .ours(
                        "template found, database",
                        fresh(ownClassPath(), Ours.class.getName(), () -> List.of(server.url(), same)))
                .ours(
                        "template built, database",
                        fresh(
                                ownClassPath(),
                                Ours.class.getName(),
                                () -> List.of(server.url(), migrations.nobodyHasSeen())))
                .peer(
                        "Flyway alone, empty database",
                        fresh(
                                ownClassPath(),
                                FlywayAlone.class.getName(),
                                () -> List.of(server.createDatabase(), same)))
                .run(1, 11);
    }
}
