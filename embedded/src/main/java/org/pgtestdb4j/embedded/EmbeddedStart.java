package org.pgtestdb4j.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.binding.ServerSettings;
import org.pgtestdb4j.spi.ServerContext;

/**
 * One start of a server of one's own.
 *
 * @param version of PostgreSQL, if said
 * @param options what is special about the cluster
 * @param initdb what is special about its data directory
 * @param content what it shall have in it
 * @param dumpTo where its database is written in the end, if anywhere
 */
record EmbeddedStart(
        Optional<Integer> version,
        ClusterOptions options,
        InitDbOptions initdb,
        Content content,
        Optional<Path> dumpTo) {

    /**
     * Without the first, a crash would lose what was committed just before. The second is PostgreSQL's own choice: the room for four times
     * as many locks, which many databases at once would need, takes a tenth of the time of a start.
     */
    private static final List<String> OF_ONE_S_OWN =
            List.of("synchronous_commit = on", "max_locks_per_transaction = 64");

    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    EmbeddedPostgres run() {
        ServerContext context = ServerSettings.ofJvm(classLoader());
        EmbeddedSettings settings = EmbeddedSettings.of(context).forPrivate(version);
        Binaries binaries = Binaries.find(settings, context.classLoader());
        ClusterPlan plan = ClusterPlan.of(
                settings,
                binaries,
                installation -> initdb.applyTo(SeedRecipe.of(installation)),
                options.after(OF_ONE_S_OWN));
        if (dumpTo.isPresent()) {
            PgDump.find(plan.installation());
        }
        Cluster cluster = Cluster.start(plan);
        boolean filled = false;
        try {
            Login login = content.create(cluster);
            filled = true;
            return new EmbeddedPostgres(cluster, login, cluster.socketDirectory(), dumpTo);
        } finally {
            if (!filled) {
                cluster.end(END_LIMIT);
            }
        }
    }

    private static ClassLoader classLoader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(EmbeddedStart.class::getClassLoader);
    }
}
