package org.pgtestdb4j.internal.keep;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.internal.clone.Mishaps;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps databases for people to look at, and says how. Safe for use by several threads. */
public final class KeptDatabases {

    private static final Logger log = LoggerFactory.getLogger(KeptDatabases.class);

    private static final int MAX_LENGTH = 1_000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]+");

    private final Registry registry;
    private final Mishaps mishaps;
    private final PostgresServer server;
    private final Quota quota;
    private final List<Path> passwordPlaces;
    private final LongAdder count = new LongAdder();

    /**
     * Creates the keeper of a server's databases.
     *
     * @param mishaps says of a database that is gone why it is
     * @param quota how long they stay
     * @param passwords directory for password files; the user's usual place if there is none
     */
    public KeptDatabases(
            Registry registry, Mishaps mishaps, PostgresServer server, Quota quota, Optional<Path> passwords) {
        this.registry = registry;
        this.mishaps = mishaps;
        this.server = server;
        this.quota = quota;
        this.passwordPlaces = passwords.map(List::of).orElseGet(PasswordPlaces::usual);
    }

    /** Returns how many databases were kept. */
    public long count() {
        return count.sum();
    }

    /** Notes in the registry that a database stays, and returns how to open it. */
    public KeptDatabase keep(String database, JdbcUrl url, String test, String why) {
        try {
            if (!registry.kept(database, storable(test), storable(why))) {
                throw new DatabaseException("Cannot keep the database %s of %s: it is not there any more%s."
                        .formatted(
                                database,
                                test,
                                mishaps.whyGone(database)
                                        .map(reason -> "; " + reason)
                                        .orElse("")));
            }
        } catch (SQLException e) {
            throw new DatabaseException(
                    "Cannot keep the database %s of %s (SQLSTATE %s): %s"
                            .formatted(database, test, e.getSQLState(), e.getMessage()),
                    e);
        }
        count.increment();
        KeptDatabase kept =
                new KeptDatabase(database, server.ours() ? linesWithPassword(url) : linesWithoutPassword(url));
        log.info("{}: {}", test, kept.getMessage());
        return kept;
    }

    /** PostgreSQL stores no NUL, and nobody reads a whole diff in a registry. */
    private static String storable(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }

    /** A server that we started holds nothing but tests, so its password may be shown. */
    private String linesWithPassword(JdbcUrl url) {
        JdbcUrl plain = new JdbcUrl(url.host(), url.port(), url.database(), url.user(), url.password(), Map.of());
        String lines = "    psql '" + plain.toLibpq() + "'\n    " + plain.toJdbc();
        return server.endsWithJvm()
                ? lines
                        + "\n    while this JVM runs: stop at a breakpoint, or set pgtestdb4j.url to a server that stays"
                : lines;
    }

    private String linesWithoutPassword(JdbcUrl url) {
        String psql = "psql '" + url.toLibpqWithoutPassword() + "'";
        return writePasswordFile(url)
                .map(file -> "    PGPASSFILE=" + quoted(file) + " " + psql)
                .orElse("    " + psql + " with the password that TestDatabase.password() returns");
    }

    /** For a shell. */
    private static String quoted(Path file) {
        String text = file.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Written anew each time: another run may have taken it for outdated since. */
    private Optional<Path> writePasswordFile(JdbcUrl url) {
        return passwordPlaces.stream()
                .flatMap(place -> PasswordFile.write(url, place, quota.age()).stream())
                .findFirst();
    }
}
