package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.fixture.TestServer;

/**
 * Random tests on databases that were used before. {@code -Dproof.cases=20000} says how many, {@code -Dproof.seed} others,
 * {@code -Dproof.threads} how many at a time, and {@code -Dproof.url} on another server, as a url of its superuser with {@code %s} in the
 * place of the database.
 */
class RecyclingIT {

    private static final int CASES = Integer.getInteger("proof.cases", 300);
    private static final long SEED = Long.getLong("proof.seed", 1);
    private static final int THREADS = Integer.getInteger("proof.threads", 4);

    @AfterAll
    static void nothingIsLeft() throws Exception {
        TestServer.shared().assertNothingIsLeft();
    }

    @Test
    void handsOutNothingThatCouldBeToldFromAFreshDatabase() throws Exception {
        Proof proof = proof();
        proof.run(THREADS);
        System.getLogger(RecyclingIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} tests, {1} of them on databases used before, seeds up to {2}; dropped: {3}; not found again: {4}",
                        proof.tests(),
                        proof.recycled(),
                        proof.nextSeed() - 1,
                        proof.dropped(),
                        proof.unconfirmed());
        assertThat(proof.recycled()).isGreaterThan(proof.tests() / 5);
        assertThat(proof.unconfirmed()).hasSizeLessThanOrEqualTo(1 + proof.recycled() / 100);
    }

    private static Proof proof() {
        String url = System.getProperty("proof.url");
        TestServer server = TestServer.shared();
        return url == null
                ? new Proof(server::external, new Comparison(server::urlOf), CASES, SEED)
                : new Proof(
                        () -> PgTestDb.builder().url(TestServer.unshared(url.replace("%s", "postgres"))),
                        new Comparison(database -> url.replace("%s", database)),
                        CASES,
                        SEED);
    }
}
