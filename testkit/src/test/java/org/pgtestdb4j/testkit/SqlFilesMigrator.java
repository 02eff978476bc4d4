package org.pgtestdb4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;
import org.postgresql.util.PSQLException;

/** Runs the files of a directory in the order of their names: the smallest migrator there is, right but for the defects it is given. */
final class SqlFilesMigrator implements Migrator {

    /** A resource whose presence makes this another version. */
    static final String VERSION = "contract-tool/version.txt";

    /** Else the driver ends them when they are garbage. */
    private static final Queue<Connection> LEFT = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final String first;
    private final Set<Defect> defects;
    private final AtomicBoolean busy = new AtomicBoolean();
    private String lastUrl = "";

    SqlFilesMigrator(Path directory, Set<Defect> defects) {
        this(directory, "", defects);
    }

    /** Creates a migrator with a statement to be run before all files. */
    SqlFilesMigrator(Path directory, String first, Set<Defect> defects) {
        this.directory = directory;
        this.first = first;
        this.defects = defects;
    }

    @Override
    public String hash() {
        if (has(Defect.HASH_IS_BLANK)) {
            return " ";
        }
        if (has(Defect.HASH_NEEDS_THE_DATABASE) && !lastUrl.isEmpty()) {
            connectTo(lastUrl);
        }
        Fingerprint fingerprint = Fingerprint.create();
        if (!has(Defect.HASH_IGNORES_OPTIONS)) {
            fingerprint.text("first", first);
        }
        List<Path> files = files(has(Defect.HASH_IGNORES_ALL_BUT_THE_FIRST_FILE));
        if (has(Defect.HASH_IGNORES_THE_ORDER)) {
            files.forEach(file -> fingerprint.text("name", name(file)));
            files.stream().map(this::text).sorted().forEach(text -> fingerprint.text("text", text));
        } else {
            files.forEach(file -> fingerprint.text(name(file), text(file)));
        }
        fingerprint.text("other version", Boolean.toString(getClass().getResource("/" + VERSION) != null));
        if (has(Defect.HASH_COUNTS_THE_JVM)) {
            fingerprint.text("process", Long.toString(ProcessHandle.current().pid()));
        }
        if (has(Defect.HASH_COUNTS_THE_WORKING_DIRECTORY)) {
            fingerprint.text("working directory", Path.of("").toAbsolutePath().toString());
        }
        if (has(Defect.HASH_DIFFERS_EACH_TIME)
                || (has(Defect.HASH_DIFFERS_EACH_TIME_WITH_OPTIONS) && !first.isEmpty())) {
            fingerprint.text("random", UUID.randomUUID().toString());
        }
        if (has(Defect.HASH_COUNTS_THE_DIRECTORY)) {
            fingerprint.text("directory", directory.toString());
        }
        return fingerprint.toHex();
    }

    private String name(Path file) {
        return has(Defect.HASH_IGNORES_NAMES) ? "" : file.getFileName().toString();
    }

    private String text(Path file) {
        try {
            String text = Files.readString(file);
            String times = has(Defect.HASH_COUNTS_FILE_TIMES)
                    ? Files.getLastModifiedTime(file).toString()
                    : "";
            return asSeen(text) + times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String asSeen(String text) {
        if (has(Defect.HASH_IGNORES_LINE_BREAKS)) {
            return text.replace("\n", "");
        }
        if (has(Defect.HASH_IGNORES_BYTE_ORDER_MARKS)) {
            return text.replace("\uFEFF", "");
        }
        if (has(Defect.HASH_IGNORES_CARRIAGE_RETURNS)) {
            return text.replace("\r", "");
        }
        return has(Defect.HASH_IGNORES_BLANKS_AT_THE_END) ? text.replaceAll(" $", "") : text;
    }

    private static void connectTo(String url) {
        try {
            ScratchDatabases.connect(url).close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void migrate(String url) throws Exception {
        if (has(Defect.CANNOT_BE_SHARED) && busy.getAndSet(true)) {
            throw new IllegalStateException("busy");
        }
        if (has(Defect.MIGRATES_NOTHING) || (has(Defect.MIGRATES_ONLY_ONCE) && !lastUrl.isEmpty())) {
            return;
        }
        lastUrl = url;
        if (has(Defect.PRINTS)) {
            System.out.println("Migrating");
        }
        if (has(Defect.PRINTS_ERRORS)) {
            System.err.println("Migrating");
        }
        if (has(Defect.LEAVES_A_FILE)) {
            Files.writeString(directory.resolve("migrated.log"), "Migrating");
        }
        if (has(Defect.LEAVES_A_THREAD)) {
            Thread thread = new Thread(SqlFilesMigrator::waitForEver, "left behind");
            thread.setDaemon(true);
            thread.start();
        }
        if (has(Defect.LEAVES_A_SESSION)) {
            LEFT.add(ScratchDatabases.connect(url));
        }
        try (Connection connection = ScratchDatabases.connect(url);
                Statement statement = connection.createStatement()) {
            if (has(Defect.NEEDS_A_SUPERUSER)) {
                statement.execute("CREATE ROLE contract_role");
            }
            if (!first.isEmpty()) {
                statement.execute(first);
            }
            for (Path file : files(has(Defect.MIGRATES_THE_FIRST_FILE_ONLY))) {
                run(file, statement);
            }
            if (has(Defect.BUILDS_SOMETHING_MORE)) {
                statement.execute("COMMENT ON TABLE contract_item IS 'more'");
            }
            if (has(Defect.LOSES_A_ROW)) {
                statement.execute("DELETE FROM contract_item");
            }
        } catch (SQLException e) {
            if (has(Defect.FAILURE_LEAVES_A_SESSION)) {
                LEFT.add(ScratchDatabases.connect(url));
            }
            if (has(Defect.TRIES_FOR_EVER)) {
                waitForEver();
            }
            if (!has(Defect.FAILURE_IS_SWALLOWED)
                    && !has(Defect.FAILURE_BECOMES_A_TEMPLATE)
                    && !has(Defect.HIDES_THAT_ITS_SESSION_WAS_ENDED)) {
                throw e;
            }
        } finally {
            busy.set(false);
        }
    }

    private void run(Path file, Statement statement) throws IOException, SQLException {
        String text = Files.readString(file);
        try {
            statement.execute(text);
        } catch (SQLException e) {
            String line = has(Defect.FAILURE_HIDES_THE_LINE) ? "" : ", line " + lineOf(e, text);
            throw has(Defect.FAILURE_HIDES_THE_FILE) ? e : new SQLException("In " + file + line, e);
        }
    }

    private static long lineOf(SQLException failure, String text) {
        return failure instanceof PSQLException of && of.getServerErrorMessage() != null
                ? 1
                        + text.chars()
                                .limit(of.getServerErrorMessage().getPosition())
                                .filter(c -> c == '\n')
                                .count()
                : 0;
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> files(boolean onlyTheFirst) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().limit(onlyTheFirst ? 1 : Long.MAX_VALUE).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean has(Defect defect) {
        return defects.contains(defect);
    }

    @Override
    public boolean equals(Object other) {
        return has(Defect.EQUALS_ONLY_ITSELF)
                ? this == other
                : other instanceof SqlFilesMigrator that
                        && directory.equals(that.directory)
                        && first.equals(that.first);
    }

    @Override
    public int hashCode() {
        return Objects.hash(directory, first);
    }
}
