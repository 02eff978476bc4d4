package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A freshly initialized data directory, made once and copied for each cluster, with what belongs to it.
 *
 * @param directory where it lies
 * @param secret the password of its superuser
 */
record Seed(Path directory, Secret secret) {

    static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(Seed.class);
    private static final Duration PACK_LIMIT = Duration.ofMinutes(1);
    private static final String DATA = "data";
    private static final String KEEPER = "keeper.sh";
    private static final String SECRET = "secret";

    static Seed of(SeedRecipe recipe, ServerUser user, Cache cache) {
        Path directory = cache.get("seed-" + recipe.key(user), target -> make(target, recipe, user));
        try {
            return new Seed(directory, new Secret(Files.readString(directory.resolve(SECRET))));
        } catch (IOException e) {
            throw new ServerException("Cannot read the password of the embedded server: " + e, e);
        }
    }

    private static void make(Path directory, SeedRecipe recipe, ServerUser user) throws IOException {
        Secret secret = Secret.random();
        OwnFile.write(directory.resolve(SECRET), secret.password(), Permissions.OWNER_ONLY_FILE);
        OwnFile.write(directory.resolve(KEEPER), recipe.keeper(), Permissions.READABLE_FILE);
        Path data = OwnDirectory.claim(directory.resolve(DATA), user.account(), Permissions.OWNER_ONLY_DIRECTORY);
        new InitDb(recipe, user).run(data, secret);
        pack(data, user);
    }

    /** Where there is no {@code tar}, the keeper copies the directory, which takes twice as long. */
    private static void pack(Path data, ServerUser user) throws IOException {
        Path archive = data.resolveSibling(DATA + ".tar");
        OwnFile.write(archive, "", Permissions.OWNER_ONLY_FILE);
        OwnDirectory.hand(archive, user.account());
        Commands.Result result =
                Commands.run(user.command("tar", "-cf", archive.toString(), "-C", data.toString(), "."), PACK_LIMIT);
        if (!result.succeeded()) {
            LOG.debug("The seed is not packed: {}", result.output());
            Files.delete(archive);
        }
    }

    Path data() {
        return directory.resolve(DATA);
    }

    /** The script that keeps a server running on a copy. */
    Path keeper() {
        return directory.resolve(KEEPER);
    }
}
