package org.pgtestdb4j.embedded;

import java.time.Duration;

/**
 * Everything that is needed to start a cluster.
 *
 * @param installation the binaries
 * @param seed what its data directory is copied from
 * @param homes where its data directory goes
 * @param user who runs it
 * @param timeout how long it may take to start
 */
record ClusterPlan(Installation installation, Seed seed, ClusterHomes homes, ServerUser user, Duration timeout) {

    /** Makes what is not in the cache yet. */
    static ClusterPlan of(EmbeddedSettings settings, BinariesArchive archive) {
        ServerUser user = ServerUser.find(settings);
        Cache cache = CacheLocation.find(settings, user);
        Installation installation = Installation.of(archive, cache);
        Seed seed = Seed.of(SeedRecipe.of(installation), user, cache);
        return new ClusterPlan(
                installation, seed, DataPlace.find(settings, user, cache), user, settings.startTimeout());
    }
}
