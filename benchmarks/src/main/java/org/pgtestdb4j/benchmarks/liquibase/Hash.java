package org.pgtestdb4j.benchmarks.liquibase;

import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;

/** The fingerprint alone: remembered if somebody has asked for it before, else made by parsing. */
public final class Hash implements Contender {

    private final String directory;

    /**
     * Takes what to read.
     *
     * @param arguments a directory of changelogs
     */
    public Hash(List<String> arguments) {
        this.directory = arguments.get(0);
    }

    @Override
    public double once() throws Exception {
        return Contender.millis(() -> Changelogs.migrator(directory).hash());
    }

    /** Of other changelogs each time. */
    public static final class Parsed implements Contender {

        private final Changelogs changelogs;

        /**
         * Takes where to write.
         *
         * @param arguments a directory for directories of changelogs
         */
        public Parsed(List<String> arguments) {
            this.changelogs = new Changelogs(arguments.get(0));
        }

        @Override
        public double once() throws Exception {
            String directory = changelogs.nobodyHasSeen();
            return Contender.millis(() -> Changelogs.migrator(directory).hash());
        }
    }
}
