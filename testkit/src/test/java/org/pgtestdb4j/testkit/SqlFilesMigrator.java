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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;

/** Runs the files of a directory in the order of their names: the smallest migrator there is, right but for the defects it is given. */
final class SqlFilesMigrator implements Migrator {

    private final Path directory;
    private final Set<Defect> defects;
    private final AtomicBoolean busy = new AtomicBoolean();
    private String lastUrl = "";

    SqlFilesMigrator(Path directory, Set<Defect> defects) {
        this.directory = directory;
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
        files(has(Defect.HASH_IGNORES_ALL_BUT_THE_FIRST_FILE))
                .forEach(file -> fingerprint.text(name(file), text(file)));
        if (has(Defect.HASH_DIFFERS_EACH_TIME)) {
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
            return (has(Defect.HASH_IGNORES_LINE_BREAKS) ? text.replace("\n", "") : text) + times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        if (has(Defect.LEAVES_A_THREAD)) {
            Thread thread = new Thread(SqlFilesMigrator::waitForEver, "left behind");
            thread.setDaemon(true);
            thread.start();
        }
        if (has(Defect.LEAVES_A_SESSION)) {
            ScratchDatabases.connect(url);
        }
        try (Connection connection = ScratchDatabases.connect(url);
                Statement statement = connection.createStatement()) {
            if (has(Defect.NEEDS_A_SUPERUSER)) {
                statement.execute("CREATE ROLE contract_role");
            }
            for (Path file : files(has(Defect.MIGRATES_THE_FIRST_FILE_ONLY))) {
                run(file, statement);
            }
        } catch (SQLException e) {
            if (has(Defect.FAILURE_LEAVES_A_SESSION)) {
                ScratchDatabases.connect(url);
            }
            if (!has(Defect.FAILURE_IS_SWALLOWED)) {
                throw e;
            }
        } finally {
            busy.set(false);
        }
    }

    private void run(Path file, Statement statement) throws IOException, SQLException {
        try {
            statement.execute(Files.readString(file));
        } catch (SQLException e) {
            throw has(Defect.FAILURE_HIDES_THE_FILE) ? e : new SQLException("In " + file, e);
        }
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
                : other instanceof SqlFilesMigrator that && directory.equals(that.directory);
    }

    @Override
    public int hashCode() {
        return Objects.hash(directory);
    }
}
