package org.pgtestdb4j.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.ServerException;

/**
 * The program {@code pg_dump} of an installed PostgreSQL. The binaries on the class path come without it.
 *
 * @param program where it is
 */
record PgDump(Path program) {

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final Duration DUMP_LIMIT = Duration.ofMinutes(10);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** Where Debian, Red Hat and Homebrew put versions beside each other. */
    private static final List<String> PLACES = List.of(
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/opt/homebrew/opt/postgresql@*/bin",
            "/usr/local/opt/postgresql@*/bin");

    /** Finds one that can read the server's databases. */
    static PgDump find(Installation installation) {
        List<Path> places = new ArrayList<>();
        places.add(installation.directory().resolve("bin"));
        for (String directory :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            places.add(Path.of(directory));
        }
        PLACES.forEach(pattern -> places.addAll(matches(pattern)));
        return find(installation.major(), places);
    }

    static PgDump find(int major, List<Path> places) {
        List<String> tooOld = new ArrayList<>();
        for (Path place : places) {
            Path program = place.resolve("pg_dump");
            if (Files.isExecutable(program)) {
                int found = version(program);
                if (found >= major) {
                    return new PgDump(program);
                }
                tooOld.add(program + " of version " + found);
            }
        }
        throw new ServerException("A dump needs the program pg_dump of PostgreSQL " + major + " or newer, and there is "
                + (tooOld.isEmpty() ? "none" : "only " + String.join(" and ", tooOld))
                + ". Install PostgreSQL's client programs, so that pg_dump is on the PATH.");
    }

    private static int version(Path program) {
        Matcher matcher = VERSION.matcher(Commands.run(List.of(program.toString(), "--version"), VERSION_LIMIT)
                .output());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Expands the one star of a pattern. */
    private static List<Path> matches(String pattern) {
        int star = pattern.indexOf('*');
        int start = pattern.lastIndexOf('/', star) + 1;
        int end = pattern.indexOf('/', star);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> versions =
                Files.newDirectoryStream(Path.of(pattern.substring(0, start)), pattern.substring(start, end))) {
            versions.forEach(version -> found.add(version.resolve(pattern.substring(end + 1))));
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    void run(Login login, Path file) {
        ProcessBuilder builder = Commands.builder(List.of(
                program.toString(),
                "--no-password",
                "--host=" + login.host(),
                "--port=" + login.port(),
                "--username=" + login.user(),
                "--file=" + file,
                "--dbname=" + login.database()));
        builder.environment().put("PGPASSWORD", login.password());
        Commands.Result result = Commands.run(builder, "", DUMP_LIMIT);
        if (!result.succeeded()) {
            throw new ServerException("Cannot write the database " + login.database() + " to " + file + ". " + program
                    + " says:\n" + result.output());
        }
    }
}
