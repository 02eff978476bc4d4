package org.pgtestdb4j.benchmarks.zonky;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Servers;

/** Theirs, as it comes. */
public final class ZonkyClusters implements Contender {

    private final int count;

    /**
     * Takes how many.
     *
     * @param arguments the number of servers at once
     */
    public ZonkyClusters(List<String> arguments) {
        this.count = Integer.parseInt(arguments.get(0));
    }

    @Override
    public double once() throws Exception {
        return Servers.millisToFirstAnswers(count, () -> new Zonky(EmbeddedPostgres.start()));
    }

    private record Zonky(EmbeddedPostgres postgres) implements Servers.Running {

        @Override
        public Connection connect() throws Exception {
            return postgres.getPostgresDatabase().getConnection();
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
