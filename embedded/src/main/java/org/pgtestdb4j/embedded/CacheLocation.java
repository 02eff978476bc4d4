package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses where binaries and seeds are kept from one run to the next: the first usable of the user's usual places. */
final class CacheLocation {

    private static final Logger LOG = LoggerFactory.getLogger(CacheLocation.class);
    private static final String NAME = "pgtestdb4j";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What the servers' accounts could read when this JVM asked first; to ask takes a program. */
    private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();

    private CacheLocation() {}

    static Cache find(EmbeddedSettings settings, ServerUser user) {
        return firstOf(settings.cache().map(List::of).orElseGet(() -> usualPlaces(user)), user);
    }

    /** Returns the first place that can be had. */
    static Cache firstOf(List<Path> candidates, ServerUser user) {
        List<String> failures = new ArrayList<>();
        for (Path candidate : candidates) {
            Optional<String> failure = claim(candidate, user);
            if (failure.isEmpty()) {
                return new Cache(candidate);
            }
            failures.add(failure.get());
            LOG.debug("No cache there: {}", failure.get());
        }
        throw new ServerException("There is no directory for the binaries of the embedded server:\n  "
                + String.join("\n  ", failures) + "\nName a writable one with " + EmbeddedSettings.CACHE + ".");
    }

    private static List<Path> usualPlaces(ServerUser user) {
        return usualPlaces(
                user.isOther(),
                System.getProperty("os.name", "").startsWith("Mac"),
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME")),
                Path.of(System.getProperty("user.home", "")),
                Path.of(
                        System.getProperty("java.io.tmpdir", "/tmp"),
                        NAME + "-" + user.self().getName()));
    }

    /** What lies in root's home directory cannot be reached by the account that runs the server, so root has a place of its own. */
    static List<Path> usualPlaces(boolean root, boolean mac, Optional<String> xdgCacheHome, Path home, Path temporary) {
        List<Path> places = new ArrayList<>();
        xdgCacheHome.map(Path::of).filter(Path::isAbsolute).ifPresent(xdg -> places.add(xdg.resolve(NAME)));
        if (root) {
            places.add(Path.of("/var/cache", NAME));
        } else if (home.isAbsolute()) {
            places.add(home.resolve(mac ? "Library/Caches" : ".cache").resolve(NAME));
        }
        places.add(temporary);
        return places;
    }

    private static Optional<String> claim(Path directory, ServerUser user) {
        Set<PosixFilePermission> permissions =
                user.isOther() ? Permissions.READABLE_DIRECTORY : Permissions.OWNER_ONLY_DIRECTORY;
        try {
            OwnDirectory.claim(directory, user.self(), permissions);
        } catch (IOException e) {
            return Optional.of(directory + ": " + e);
        }
        if (!Files.isWritable(directory)) {
            return Optional.of(directory + ": cannot be written to");
        }
        return user.isOther() ? reach(directory, user) : Optional.empty();
    }

    private static Optional<String> reach(Path directory, ServerUser user) {
        if (REACHED.contains(user.name() + ":" + directory)) {
            return Optional.empty();
        }
        Commands.Result result = Commands.run(user.command("ls", directory.toString()), LIMIT);
        if (result.succeeded()) {
            REACHED.add(user.name() + ":" + directory);
            return Optional.empty();
        }
        return Optional.of(directory + ": cannot be read by " + user.name() + ", who runs the server for root: "
                + result.output());
    }
}
