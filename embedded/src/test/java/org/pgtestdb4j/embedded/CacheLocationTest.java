package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ServerException;

class CacheLocationTest {

    private static final Path HOME = Path.of("/home/ada");
    private static final Path TEMPORARY = Path.of("/tmp/pgtestdb4j-ada");

    @Test
    void isInTheHomeDirectory() {
        assertThat(CacheLocation.usualPlaces(false, false, Optional.empty(), HOME, TEMPORARY))
                .containsExactly(Path.of("/home/ada/.cache/pgtestdb4j"), TEMPORARY);
    }

    @Test
    void isWhereMacKeepsCaches() {
        assertThat(CacheLocation.usualPlaces(false, true, Optional.empty(), HOME, TEMPORARY))
                .containsExactly(Path.of("/home/ada/Library/Caches/pgtestdb4j"), TEMPORARY);
    }

    @Test
    void followsXdgFirst() {
        assertThat(CacheLocation.usualPlaces(false, false, Optional.of("/fast"), HOME, TEMPORARY))
                .startsWith(Path.of("/fast/pgtestdb4j"));
    }

    @Test
    void ignoresARelativeXdg() {
        assertThat(CacheLocation.usualPlaces(false, false, Optional.of("fast"), HOME, TEMPORARY))
                .containsExactly(Path.of("/home/ada/.cache/pgtestdb4j"), TEMPORARY);
    }

    @Test
    void ofRootIsNotInItsHomeDirectory() {
        assertThat(CacheLocation.usualPlaces(true, false, Optional.empty(), Path.of("/root"), TEMPORARY))
                .containsExactly(Path.of("/var/cache/pgtestdb4j"), TEMPORARY);
    }

    @Test
    void withoutAHomeDirectoryIsTemporary() {
        assertThat(CacheLocation.usualPlaces(false, false, Optional.empty(), Path.of("?"), TEMPORARY))
                .containsExactly(TEMPORARY);
    }

    /** Whose home directory is a file cannot write there, whoever it is. */
    @Test
    void isTemporaryWhereTheHomeDirectoryCannotBeWrittenTo(@TempDir Path directory) throws Exception {
        Path home = Files.createFile(directory.resolve("home"));
        Path temporary = directory.resolve("temporary");

        Cache found = CacheLocation.firstOf(
                CacheLocation.usualPlaces(false, false, Optional.empty(), home, temporary), self(directory));

        assertThat(found.directory()).isEqualTo(temporary);
        assertThat(Files.getPosixFilePermissions(temporary)).isEqualTo(Permissions.OWNER_ONLY_DIRECTORY);
    }

    @Test
    void isNowhereIfNoPlaceCanBeHad(@TempDir Path directory) throws Exception {
        Path home = Files.createFile(directory.resolve("home"));

        assertThatThrownBy(() -> CacheLocation.firstOf(
                        List.of(home.resolve(".cache"), home.resolve("temporary")), self(directory)))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll(
                        home.resolve(".cache").toString(),
                        home.resolve("temporary").toString(),
                        "pgtestdb4j.embedded.cache");
    }

    private static ServerUser self(Path owned) throws IOException {
        UserPrincipal self = Files.getOwner(owned);
        return new ServerUser(self, self, List.of());
    }
}
