package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
