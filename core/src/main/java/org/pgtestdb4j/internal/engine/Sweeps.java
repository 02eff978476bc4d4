package org.pgtestdb4j.internal.engine;

import java.sql.SQLException;
import org.pgtestdb4j.internal.clone.OrphanSweep;
import org.pgtestdb4j.internal.keep.KeptSweep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what nobody needs any more, at the beginning and the end of a run. Nothing that goes wrong there is worth a test. */
record Sweeps(KeptSweep kept, OrphanSweep orphans) implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Sweeps.class);

    /** Something to sweep. */
    private interface Sweep {

        void run() throws SQLException;
    }

    @Override
    public void run() {
        runQuietly(kept::run);
        runQuietly(orphans::run);
    }

    private static void runQuietly(Sweep sweep) {
        try {
            sweep.run();
        } catch (SQLException e) {
            log.debug("Could not look for what earlier runs left", e);
        }
    }
}
