package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.function.Function;

/**
 * Everything that is needed to start a cluster.
 *
 * @param installation the binaries
 * @param seed what its data directory is copied from
 * @param homes where its data directory goes
 * @param user who runs it
 * @param timeout how long it may take to start
 * @param options what is special about it
 */
record ClusterPlan(
        Installation installation,
        Seed seed,
        ClusterHomes homes,
        ServerUser user,
        Duration timeout,
        ClusterOptions options) {

    /** Makes what is not in the cache yet. */
    static ClusterPlan of(EmbeddedSettings settings, Binaries binaries) {
        return of(settings, binaries, SeedRecipe::of, ClusterOptions.NONE);
    }

    /**
     * Makes what is not in the cache yet.
     *
     * @param recipe says what the data shall look like
     */
    static ClusterPlan of(
            EmbeddedSettings settings,
            Binaries binaries,
            Function<Installation, SeedRecipe> recipe,
            ClusterOptions options) {
        ServerUser user = ServerUser.find(settings);
        Cache cache = CacheLocation.find(settings, user).strictly();
        Installation installation = binaries.install(cache);
        Seed seed = Seed.of(recipe.apply(installation), user, cache);
        return new ClusterPlan(
                installation, seed, DataPlace.find(settings, user, cache), user, settings.startTimeout(), options);
    }
}
