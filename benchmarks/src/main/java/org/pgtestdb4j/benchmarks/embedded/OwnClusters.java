package org.pgtestdb4j.benchmarks.embedded;

import java.sql.Connection;
import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Servers;
import org.pgtestdb4j.embedded.EmbeddedPostgres;

/** Ours. */
public final class OwnClusters implements Contender {

    private final int count;

    /**
     * Takes how many.
     *
     * @param arguments the number of servers at once
     */
    public OwnClusters(List<String> arguments) {
        this.count = Integer.parseInt(arguments.get(0));
    }

    @Override
    public double once() throws Exception {
        return Servers.millisToFirstAnswers(count, () -> new Own(EmbeddedPostgres.start()));
    }

    private record Own(EmbeddedPostgres postgres) implements Servers.Running {

        @Override
        public Connection connect() throws Exception {
            return postgres.dataSource().getConnection();
        }

        @Override
        public void close() {
            postgres.close();
        }
    }
}
