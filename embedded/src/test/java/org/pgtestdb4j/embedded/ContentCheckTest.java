package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCheckTest {

    @TempDir
    private Path directory;

    private Path root;
    private Path file;
    private Path note;
    private ContentCheck check;

    @BeforeEach
    void fill() throws Exception {
        root = directory.resolve("tree");
        file = Files.writeString(
                Files.createDirectories(root.resolve("a directory")).resolve("a file"), "content");
        Files.createSymbolicLink(root.resolve("link"), Path.of("a directory/a file"));
        Digests.write(root);
        note = directory.resolve("tree.checked");
        check = new ContentCheck(root);
    }

    private void publish() throws Exception {
        check.publish(check.writeNote());
    }

    @Test
    void passesWhatIsAsItWasMade() throws Exception {
        publish();

        assertThat(check.passes()).isTrue();
    }

    @Test
    void noticesAChangedByteBehindTheSameSizeAndTime() throws Exception {
        publish();
        FileTime time = Files.getLastModifiedTime(file);
        awaitTick();
        Files.writeString(file, "Content");
        Files.setLastModifiedTime(file, time);

        assertThat(check.passes()).isFalse();
        assertThat(check.passes()).isFalse();
    }

    /** The kernel's clock for files goes in small steps. */
    private void awaitTick() throws Exception {
        FileTime published = Files.getLastModifiedTime(note);
        Path now = directory.resolve("now");
        do {
            Files.writeString(now, "");
        } while (Files.getLastModifiedTime(now).equals(published));
    }

    @Test
    void noticesALinkThatLeadsElsewhere() throws Exception {
        publish();
        awaitTick();
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("a directory"));

        assertThat(check.passes()).isFalse();
    }

    @Test
    void noticesAMissingFile() throws Exception {
        Files.delete(file);

        assertThat(check.passes()).isFalse();
    }

    @Test
    void passesWhatWasOnlyTouchedOrCopied() throws Exception {
        publish();
        awaitTick();
        Files.writeString(file, "content");

        assertThat(check.passes()).isTrue();
        assertThat(Files.getLastModifiedTime(note)).isGreaterThanOrEqualTo(Files.getLastModifiedTime(file));
    }

    /** What a power cut has done to files, the kernel knows nothing of. */
    @ParameterizedTest
    @ValueSource(strings = {"", "the machine was started since then"})
    void readsAllFilesWithoutANoteOfThisBoot(String content) throws Exception {
        Files.writeString(file, "Content");
        publish();
        assertThat(check.passes()).isTrue();

        Files.writeString(note, content);

        assertThat(check.passes()).isFalse();
    }

    @Test
    void readsAllFilesWithoutANote() throws Exception {
        assertThat(check.passes()).isTrue();
        assertThat(note).exists();
        Files.delete(note);
        Files.writeString(file, "Content");

        assertThat(check.passes()).isFalse();
        assertThat(note).doesNotExist();
    }

    @Test
    void leavesNothingBesideTheNote() throws Exception {
        check.passes();

        assertThat(directory).isDirectoryContaining(path -> path.equals(note));
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("tree", "tree.checked");
    }
}
