package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pgtestdb4j.ServerException;

/**
 * The account that the server runs as: our own, or an unprivileged one if ours is root, which PostgreSQL refuses.
 *
 * @param self our own account
 * @param account the server's account
 * @param switching the start of every command line, which changes to that account; empty if it is our own
 */
record ServerUser(UserPrincipal self, UserPrincipal account, List<String> switching) {

    /** Neither changes while a JVM runs, and to ask takes some programs. */
    private static final Map<Optional<String>, ServerUser> FOUND = new ConcurrentHashMap<>();

    static ServerUser find(EmbeddedSettings settings) {
        return FOUND.computeIfAbsent(settings.user(), ServerUser::find);
    }

    /** What owns our files says who we are; names and variables can be anything. */
    private static ServerUser find(Optional<String> wanted) {
        try {
            Path ours = Files.createTempFile("pgtestdb4j", null);
            try {
                UserPrincipal self = Files.getOwner(ours);
                boolean root = Files.getAttribute(ours, "unix:uid").equals(0);
                return root ? LeavingRoot.as(self, wanted) : new ServerUser(self, self, List.of());
            } finally {
                Files.delete(ours);
            }
        } catch (IOException e) {
            String temporary = System.getProperty("java.io.tmpdir");
            throw new ServerException("Cannot create a file in " + temporary + " (java.io.tmpdir): " + e, e);
        }
    }

    String name() {
        return account.getName();
    }

    boolean isOther() {
        return !switching.isEmpty();
    }

    /** Returns a command line that runs the command as the server's account. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(switching);
        whole.addAll(command);
        return whole;
    }

    List<String> command(String... command) {
        return command(List.of(command));
    }
}
