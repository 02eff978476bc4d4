package org.pgtestdb4j.internal.engine;

import java.sql.SQLException;
import java.util.Set;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.clone.Dropper.OpenSession;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.TestDataSource;
import org.pgtestdb4j.internal.keep.KeptDatabases;
import org.pgtestdb4j.internal.pool.Lease;
import org.pgtestdb4j.internal.pool.Supply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a clone after its test: it is kept, or dropped in the background, where what the test forgot is told. */
final class TakeBack implements Lease.Afterwards {

    private static final Logger log = LoggerFactory.getLogger(TakeBack.class);

    private final Supply supply;
    private final Dropper dropper;
    private final KeptDatabases kept;

    TakeBack(Supply supply, Dropper dropper, KeptDatabases kept) {
        this.supply = supply;
        this.dropper = dropper;
        this.kept = kept;
    }

    @Override
    public KeptDatabase keep(Clone clone, JdbcUrl url, String test, String why) {
        return kept.keep(clone.database(), url, test, why);
    }

    @Override
    public void drop(Clone clone, String test, TestDataSource.Released connections) {
        if (connections.notGivenBack() > 0) {
            log.warn("{} did not close {} of its data source's connections", test, connections.notGivenBack());
        }
        supply.behind(() -> {
            tellOpenSessions(clone, test, connections.backends());
            dropQuietly(clone);
        });
    }

    private void tellOpenSessions(Clone clone, String test, Set<Integer> known) {
        try {
            for (OpenSession session : dropper.sessionsLeftOn(clone.database(), known)) {
                log.warn(
                        "{} left a session open (\"{}\"), which last ran: {}",
                        test,
                        session.application(),
                        session.query());
            }
        } catch (SQLException e) {
            log.debug("Could not look for sessions on {}", clone.database(), e);
        }
    }

    void dropQuietly(Clone clone) {
        try {
            dropper.drop(clone.database());
        } catch (SQLException e) {
            log.warn("Cannot drop {}; a later run will", clone.database(), e);
        }
    }
}
