package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.fixture.TestServer;

/**
 * Random tests on databases that were used before. {@code -Dproof.cases=20000} says how many, {@code -Dproof.seed} others, and
 * {@code -Dproof.url} on another server, as a url of its superuser with {@code %s} in the place of the database.
 */
class RecyclingIT {

    @AfterAll
    static void nothingIsLeft() throws Exception {
        TestServer.shared().assertNothingIsLeft();
    }

    @Test
    void handsOutNothingThatCouldBeToldFromAFreshDatabase() throws Exception {
        int wanted = Integer.getInteger("proof.cases", 60);
        long seed = Long.getLong("proof.seed", 1);
        try (Proof proof = proof()) {
            while (proof.recycled() < wanted) {
                proof.run(seed++);
            }
            System.Logger log = System.getLogger(RecyclingIT.class.getName());
            log.log(
                    System.Logger.Level.INFO,
                    "{0} tests, {1} of them on databases used before, seeds up to {2}; {3}",
                    proof.tests(),
                    proof.recycled(),
                    seed - 1,
                    proof.report());
            assertThat(proof.recycled()).isGreaterThan(proof.tests() / 5);
        }
    }

    private static Proof proof() {
        String url = System.getProperty("proof.url");
        TestServer server = TestServer.shared();
        return url == null
                ? new Proof(server::external, new Comparison(server::urlOf))
                : new Proof(
                        () -> PgTestDb.builder().url(TestServer.unshared(url.replace("%s", "postgres"))),
                        new Comparison(database -> url.replace("%s", database)));
    }
}
