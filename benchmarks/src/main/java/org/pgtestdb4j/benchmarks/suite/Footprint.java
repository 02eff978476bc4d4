package org.pgtestdb4j.benchmarks.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgtestdb4j.benchmarks.Server;

/** What a server on this machine takes, in bytes. Linux only, and for who may look at its processes. */
record Footprint(long processes, long files) {

    private static final Pattern SHARE = Pattern.compile("(?m)^Pss: +(\\d+) kB$");

    /** Looks at the server of a url. */
    static Footprint of(String url) throws SQLException, IOException {
        Path data = dataDirectory(url);
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        long processes = ProcessHandle.of(postmaster)
                .orElseThrow()
                .descendants()
                .mapToLong(process -> shareOf(process.pid()))
                .sum();
        try (Stream<Path> files = Files.walk(data)) {
            return new Footprint(
                    processes + shareOf(postmaster),
                    files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum());
        }
    }

    private static Path dataDirectory(String url) throws SQLException {
        try (Connection connection = Server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        }
    }

    /** Memory that several processes have together counts in equal parts. */
    private static long shareOf(long pid) {
        try {
            Matcher share = SHARE.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
            return share.find() ? Long.parseLong(share.group(1)) * 1024 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the memory of a server's process", e);
        }
    }
}
