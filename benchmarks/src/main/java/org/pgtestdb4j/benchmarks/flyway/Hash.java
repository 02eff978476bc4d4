package org.pgtestdb4j.benchmarks.flyway;

import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.flyway.FlywayMigrator;

/** The fingerprint alone. */
public final class Hash implements Contender {

    private final String directory;

    /**
     * Takes what to read.
     *
     * @param arguments a directory of migrations
     */
    public Hash(List<String> arguments) {
        this.directory = arguments.get(0);
    }

    @Override
    public double once() throws Exception {
        return Contender.millis(
                () -> FlywayMigrator.of("filesystem:" + directory).hash());
    }
}
