package org.pgtestdb4j.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;

@DisabledOnOs(OS.WINDOWS)
class PasswordFileTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path temporary;

    private static JdbcUrl url(String host, int port, String user, String password) {
        return new JdbcUrl(host, port, "db", user, password, Map.of());
    }

    private Path directory() {
        return temporary.resolve("not/there yet");
    }

    private Path write(JdbcUrl url) {
        return PasswordFile.write(url, directory(), WEEK).orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
    }

    @Test
    void isForAllDatabasesOfTheServerAndForNobodyElse() throws IOException {
        Path file = write(url("localhost", 5432, "tester", "pw"));

        assertThat(Files.readString(file)).isEqualTo("localhost:5432:*:tester:pw" + System.lineSeparator());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void isOneForEachLoginOnEachServer() throws IOException {
        Path first = write(url("localhost", 5432, "tester", "pw"));

        assertThat(write(url("localhost", 5432, "tester", "new"))).isEqualTo(first);
        assertThat(Files.readString(first)).contains(":new");
        assertThat(files()).containsExactly(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                .isEqualTo("rw-------");
        write(url("localhost", 5433, "tester", "pw"));
        write(url("localhost", 5432, "tester2", "pw"));
        write(url("::1", 5432, "tester", "pw"));
        write(url("/../x", 5432, "tester", "pw"));
        assertThat(files())
                .hasSize(5)
                .allMatch(file -> file.getFileName().toString().endsWith(".pgpass"));
    }

    /** Whoever can change what it points to could read what is written. */
    @Test
    void doesNotFollowALinkThatSomebodyPutInItsPlace() throws IOException {
        Path file = write(url("localhost", 5432, "tester", "pw"));
        Path elsewhere = Files.createFile(temporary.resolve("elsewhere"));
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);

        write(url("localhost", 5432, "tester", "pw"));

        assertThat(elsewhere).isEmptyFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void goesWhenNothingWasKeptForLongerThanThingsAreKept() throws IOException {
        Path old = write(url("localhost", 5432, "tester", "pw"));
        Path recent = write(url("localhost", 5433, "tester", "pw"));
        Path foreign = Files.createFile(directory().resolve("notes.txt"));
        for (Path file : List.of(old, foreign)) {
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.now().minus(WEEK).minusSeconds(60)));
        }
        Files.setLastModifiedTime(
                recent, FileTime.from(Instant.now().minus(WEEK).plusSeconds(600)));

        Path next = write(url("localhost", 5434, "tester", "pw"));

        assertThat(files()).containsExactlyInAnyOrder(recent, foreign, next);
    }

    @Test
    void isNoneWhereItCannotBeWritten() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThat(PasswordFile.write(url("h", 1, "u", "p"), file.resolve("below"), WEEK))
                .isEmpty();
    }

    @Test
    void escapesWhatSeparatesFields() throws IOException {
        assertThat(Files.readString(write(url("::1", 5432, "a:b", "c\\d:e"))))
                .isEqualTo("\\:\\:1:5432:*:a\\:b:c\\\\d\\:e" + System.lineSeparator());
    }

    @Test
    void hasTheDigitsOfLibpqInEveryCountry() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(Files.readString(write(url("h", 5432, "u", "p")))).startsWith("h:5432:*:");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void liesWhereTheUsersProgramsRememberThings() {
        Path home = Path.of("/home/u");
        assertThat(PasswordPlaces.usual(false, Optional.empty(), home))
                .containsExactly(Path.of("/home/u/.local/state/pgtestdb4j"));
        assertThat(PasswordPlaces.usual(false, Optional.of("/state"), home))
                .containsExactly(Path.of("/state/pgtestdb4j"), Path.of("/home/u/.local/state/pgtestdb4j"));
        assertThat(PasswordPlaces.usual(true, Optional.of("relative"), home))
                .containsExactly(Path.of("/home/u/Library/Application Support/pgtestdb4j"));
        assertThat(PasswordPlaces.usual(false, Optional.empty(), Path.of(""))).isEmpty();
    }
}
