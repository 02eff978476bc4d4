package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.ServerException;

/** Finds an unprivileged account and a program that changes to it. */
final class LeavingRoot {

    private static final List<String> USUAL_ACCOUNTS = List.of("postgres", "nobody");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private LeavingRoot() {}

    static ServerUser as(UserPrincipal self, Optional<String> wanted) {
        List<String> names = wanted.map(List::of).orElse(USUAL_ACCOUNTS);
        for (String name : names) {
            Optional<UserPrincipal> account = lookUp(name);
            if (account.isPresent()) {
                return new ServerUser(self, account.get(), switchingTo(name));
            }
        }
        throw new ServerException("PostgreSQL does not run as root, and there is no user " + String.join(" or ", names)
                + " to run it as. Set " + EmbeddedSettings.USER
                + " to an unprivileged user, or pgtestdb4j.url to a server of your own.");
    }

    private static Optional<UserPrincipal> lookUp(String name) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> switchingTo(String name) {
        List<String> failures = new ArrayList<>();
        for (List<String> switching : waysTo(name)) {
            List<String> probe = new ArrayList<>(switching);
            probe.addAll(List.of("id", "-un"));
            Commands.Result result = Commands.run(probe, LIMIT);
            if (result.succeeded() && result.output().equals(name)) {
                return switching;
            }
            failures.add(switching.get(0) + ": " + result.output());
        }
        throw new ServerException("PostgreSQL does not run as root, and root could not become " + name + " here:\n  "
                + String.join("\n  ", failures)
                + "\nRun the tests as an ordinary user, or set pgtestdb4j.url to a server of your own.");
    }

    /** The first leaves no trace; the others open a session or stay as a parent process. */
    static List<List<String>> waysTo(String name) {
        return List.of(
                List.of("setpriv", "--reuid=" + id("-u", name), "--regid=" + id("-g", name), "--clear-groups", "--"),
                List.of("runuser", "-u", name, "--"),
                List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", name, "--", "sh"));
    }

    /** Older versions of the first way's program take numbers only. */
    private static String id(String option, String name) {
        return Commands.run(List.of("id", option, name), LIMIT).output();
    }
}
