package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens where somebody or something has changed what lies in the cache. */
class DamagedCacheIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withCopyOf("postgresql-", "seed-");
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void isMadeAnewWhereACleanerTookFilesAway() throws Exception {
        List<Path> taken = new ArrayList<>();
        for (Path entry : entries()) {
            taken.add(takeOneAway(entry));
        }

        sandbox.find().close();

        assertThat(taken).hasSize(2).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void isMadeAnewWhereABitHasChanged() throws Exception {
        Path changed = changeOneBit("postgresql-", "bin/postgres");
        Path changedInSeed = changeOneBit("seed-", "data/global/pg_control");

        sandbox.find().close();

        assertThat(Files.mismatch(changed, copyOf(changed))).isNotEqualTo(-1);
        assertThat(Files.mismatch(changedInSeed, copyOf(changedInSeed))).isNotEqualTo(-1);
    }

    @Test
    void isMadeAnewWhereABitHasChangedBeforeTheSharedServerStarts() throws Exception {
        sandbox.shareFor("0");
        Path changed = changeOneBit("postgresql-", "bin/postgres");

        try (ChildJvm child = ChildJvm.start(sandbox)) {
            assertThat(child.port()).isPositive();
        }

        assertThat(Files.mismatch(changed, copyOf(changed))).isNotEqualTo(-1);
        sandbox.awaitNothingLeft();
    }

    /** Nobody would see it by size and time. The file with the bit stays beside the cache. */
    private Path changeOneBit(String entry, String file) throws IOException {
        Path directory = entries().stream()
                .filter(path -> path.getFileName().toString().startsWith(entry))
                .findFirst()
                .orElseThrow();
        Path changed = directory.resolve(file);
        FileTime time = Files.getLastModifiedTime(changed);
        byte[] content = Files.readAllBytes(changed);
        content[content.length / 2] ^= 1;
        Files.write(changed, content);
        Files.setLastModifiedTime(changed, time);
        Files.copy(changed, copyOf(changed));
        return changed;
    }

    private Path copyOf(Path changed) {
        return sandbox.root().resolve("changed-" + changed.getFileName());
    }

    private static Path takeOneAway(Path entry) throws IOException {
        try (Stream<Path> files = Files.walk(entry)) {
            Path file = files.filter(Files::isRegularFile)
                    .sorted()
                    .skip(20)
                    .findFirst()
                    .orElseThrow();
            Files.delete(file);
            return file;
        }
    }

    private List<Path> entries() {
        return Sandbox.directories(sandbox.cache());
    }
}
