package org.pgtestdb4j.benchmarks.sqldir;

import static org.pgtestdb4j.benchmarks.ChildJvm.ownClassPath;
import static org.pgtestdb4j.benchmarks.ChildJvm.standing;

import java.nio.file.Path;
import java.util.List;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Comparison;

/** Five hundred files in a JVM that has run them before. */
public final class SqlInWarmJvm implements Benchmark {

    /** For the service loader. */
    public SqlInWarmJvm() {}

    @Override
    public String name() {
        return "sql-warm";
    }

    @Override
    public void run(Bench bench) throws Exception {
        Path directory = SqlFiles.write(bench.directory());
        String url = bench.server().url();
        Comparison comparison = bench.sideBySide("ms")
                .ours(
                        "hash",
                        standing(ownClassPath(), SqlDirectory.Hash.class.getName(), List.of(directory.toString())))
                .ours(
                        "500 files",
                        standing(ownClassPath(), SqlDirectory.class.getName(), List.of(url, directory.toString())));
        if (Psql.isInstalled()) {
            comparison.peer("psql", new Psql(bench.server(), directory));
        }
        comparison.run(5, 11);
    }
}
