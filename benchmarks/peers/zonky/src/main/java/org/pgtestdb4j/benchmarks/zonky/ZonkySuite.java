package org.pgtestdb4j.benchmarks.zonky;

import io.zonky.test.db.postgres.embedded.FlywayPreparer;
import io.zonky.test.db.postgres.embedded.PreparedDbProvider;
import java.io.File;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.benchmarks.suite.Databases;
import org.pgtestdb4j.benchmarks.suite.Suite;

/** Theirs, for a suite of tests: answers by turns how many waits there were, each of them, and how many tests there were in a second. */
public final class ZonkySuite implements Contender {

    private final Suite suite;
    private final PreparedDbProvider provider;
    private final Queue<Double> answers = new ArrayDeque<>();

    /**
     * Starts a server with a migrated template.
     *
     * @param arguments a directory of migrations, how many tests, how many milliseconds each takes, and the directory for the server's data,
     *     which is blank for the one that it chooses itself
     */
    public ZonkySuite(List<String> arguments) {
        this.suite = new Suite(
                1,
                Integer.parseInt(arguments.get(1)),
                Duration.ofMillis(Long.parseLong(arguments.get(2))),
                TableFiles.insertsInto(TableFiles.TABLES));
        FlywayPreparer flyway =
                FlywayPreparer.fromConfiguration(Map.of("flyway.locations", "filesystem:" + arguments.get(0)));
        String directory = arguments.get(3).strip();
        this.provider = directory.isEmpty()
                ? PreparedDbProvider.forPreparer(flyway)
                : PreparedDbProvider.forPreparer(
                        flyway, List.of(builder -> builder.setOverrideWorkingDirectory(new File(directory))));
    }

    @Override
    public double once() throws Exception {
        if (answers.isEmpty()) {
            Suite.Outcome outcome = suite.run(this::take);
            answers.add((double) outcome.waits().size());
            answers.addAll(outcome.waits());
            answers.add(outcome.perSecond());
        }
        return answers.remove();
    }

    private Databases.Held take() throws Exception {
        return new ZonkyHeld(provider.createDataSource().getConnection());
    }

    private record ZonkyHeld(Connection connection) implements Databases.Held {

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
