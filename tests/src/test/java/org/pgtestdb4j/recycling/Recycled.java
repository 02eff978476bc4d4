package org.pgtestdb4j.recycling;

import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.TestServer;

/** Engines that recycle whatever they can. */
final class Recycled {

    private Recycled() {}

    static PgTestDb.Builder on(TestServer server) {
        return on(server, 2);
    }

    static PgTestDb.Builder on(TestServer server, int poolSize) {
        return server.external()
                .setting("pgtestdb4j.recycle", "true")
                .setting("pgtestdb4j.pool.size", Integer.toString(poolSize))
                .setting("pgtestdb4j.leaks", "ignore");
    }

    /** Takes a database, and waits for one that is made beside it: only then is it known what a fresh one is like. */
    static TestDatabase first(PgTestDb engine, Migrator migrator, TestServer server) throws Exception {
        TestDatabase first = engine.database(migrator);
        String owner = server.registry("SELECT owner FROM registry.database WHERE name = ?", first.name())
                .get(0);
        Await.until("another one is ready", () -> {
            Object[] names = server.registry(
                            "SELECT name FROM registry.database WHERE owner = ? AND name <> ?", owner, first.name())
                    .toArray();
            return names.length > 0
                    && !server.column(
                                    "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND state = 'idle' AND usename = ?",
                                    names[0],
                                    first.user())
                            .isEmpty();
        });
        return first;
    }

    /** Waits until it is decided what becomes of so many used databases. */
    static void awaitVerdicts(PgTestDb engine, int number) throws Exception {
        Await.until(number + " verdicts", () -> verdicts(engine) >= number);
    }

    /** Returns of how many used databases it is decided what becomes of them. */
    static long verdicts(PgTestDb engine) {
        return engine.report().recycled()
                + engine.report().notRecycled().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
