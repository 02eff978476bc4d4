package org.pgtestdb4j.embedded;

import java.nio.file.Path;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * Everything that is needed to join a shared server, and to start one if there is none.
 *
 * @param installation the binaries
 * @param seed what its data directory is first copied from
 * @param cache where it is remembered
 * @param user who runs it
 * @param settings what is set about it
 */
record SharedPlan(Installation installation, Seed seed, Cache cache, ServerUser user, EmbeddedSettings settings) {

    /** Changes when older and newer versions of this library would not understand each other's files or scripts. */
    private static final String LAYOUT = "1";

    private static final int KEY_LENGTH = 16;

    /** Makes what is not in the cache yet. That is enough to join a server. */
    static SharedPlan of(EmbeddedSettings settings, Binaries binaries) {
        ServerUser user = ServerUser.find(settings);
        return of(settings, binaries, user, CacheLocation.find(settings, user));
    }

    /** Makes what is not in the cache yet, or not any more as it was made. */
    static SharedPlan toStart(EmbeddedSettings settings, Binaries binaries) {
        ServerUser user = ServerUser.find(settings);
        return of(settings, binaries, user, CacheLocation.find(settings, user).strictly());
    }

    private static SharedPlan of(EmbeddedSettings settings, Binaries binaries, ServerUser user, Cache cache) {
        Installation installation = binaries.install(cache);
        return new SharedPlan(installation, Seed.of(SeedRecipe.of(installation), user, cache), cache, user, settings);
    }

    /** Two plans with the same key share their data. The seed's name stands for binaries, configuration and script. */
    String key() {
        return fingerprint().toHex().substring(0, KEY_LENGTH);
    }

    /** Two plans with the same key share a server: those who also see each other's processes and ports. */
    String keyHere() {
        return fingerprint().text("machine", Machine.identity()).toHex().substring(0, KEY_LENGTH);
    }

    private Fingerprint fingerprint() {
        return Fingerprint.create()
                .text("layout", LAYOUT)
                .text("seed", seed.directory().getFileName().toString())
                .text("secret", seed.secret().password())
                .text("user", user.name())
                .text("data", settings.data().map(Path::toString).orElse(""));
    }
}
