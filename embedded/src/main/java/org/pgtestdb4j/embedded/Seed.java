package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pgtestdb4j.ServerException;

/**
 * A freshly initialized data directory, made once and copied for each cluster, with what belongs to it.
 *
 * @param directory where it lies
 * @param secret the password of its superuser
 */
record Seed(Path directory, Secret secret) {

    static final String SUPERUSER = "postgres";

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
    }

    Path data() {
        return directory.resolve(DATA);
    }

    /** The script that keeps a server running on a copy. */
    Path keeper() {
        return directory.resolve(KEEPER);
    }
}
