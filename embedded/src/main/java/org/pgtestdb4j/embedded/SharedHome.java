package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The directory of one run of a shared server: made for it, under a name that never comes again, and removed after it.
 *
 * <p>Whether its server and its keeper live, the kernel knows: they hold locks on files here; see {@link HeldFile}. Where there are no such
 * locks, a process id in a file is not enough. The process must belong to the server's account, and must have been started with this
 * directory on its command line.
 *
 * @param directory where it lies, named without links
 * @param user who runs the server
 */
record SharedHome(Path directory, ServerUser user) {

    private static final Duration REMOVE_LIMIT = Duration.ofSeconds(60);

    /** Between the making of a home and the first sign of its keeper lie milliseconds. */
    private static final Duration YOUTH = Duration.ofMinutes(10);

    HomeFiles files() {
        return new HomeFiles(directory);
    }

    boolean exists() {
        return Files.exists(directory);
    }

    boolean hasServer() {
        HeldFile lock = new HeldFile(directory.resolve("server.lock"));
        return lock.exists() ? lock.isHeld() : isAlive(files().serverFile(), " -D " + directory + "/data ");
    }

    /** True if a shell watches over the server, or the one that would take its place. */
    boolean hasKeeper() {
        HeldFile lock = new HeldFile(directory.resolve("keeper.lock"));
        return lock.exists() ? lock.isHeld() : hasFirstKeeper() || isAlive("watcher.pid");
    }

    /** True as soon as a keeper can be counted on. */
    boolean hasFirstKeeper() {
        return isAlive("keeper.pid");
    }

    private boolean isAlive(String pidFile) {
        return isAlive(directory.resolve(pidFile), directory.toString());
    }

    /** True if the keeper is about to shut the server down; it may think better of it. */
    boolean isStopping() {
        return Files.exists(directory.resolve("stopping"));
    }

    /** True if nothing lives here and nobody has just made it. */
    boolean isAbandoned() throws IOException {
        Instant changed = Files.getLastModifiedTime(directory).toInstant();
        return changed.isBefore(Instant.now().minus(YOUTH)) && !hasKeeper() && !hasServer();
    }

    private boolean isAlive(Path pidFile, String mark) {
        return pid(pidFile)
                .flatMap(ProcessHandle::of)
                .map(ProcessHandle::info)
                .filter(info -> info.user().equals(Optional.of(user.name())))
                .flatMap(ProcessHandle.Info::commandLine)
                .filter(commandLine -> (commandLine + " ").contains(mark))
                .isPresent();
    }

    private static Optional<Long> pid(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.get(0).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Ends a server that still runs here, and removes everything. */
    void remove(Path keeper) throws IOException {
        Commands.Result result =
                Commands.run(user.command("sh", keeper.toString(), "remove", directory.toString()), REMOVE_LIMIT);
        if (!result.succeeded()) {
            throw new IOException("Cannot remove " + directory + ": " + result.output());
        }
    }
}
