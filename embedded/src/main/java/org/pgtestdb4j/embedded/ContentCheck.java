package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Tells whether the files of a tree still have the content that they were made with. To read them all takes some tenths of a second. So that is
 * done once after each start of the machine, and noted in a file beside the tree; then the kernel's word is enough: it stamps a file with the
 * time of any change, and nobody can set that back.
 */
final class ContentCheck {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path root;
    private final Path note;

    ContentCheck(Path root) {
        this.root = root;
        this.note = root.resolveSibling(root.getFileName() + ".checked");
    }

    boolean passes() throws IOException {
        if (isNoted() && nothingHasChangedSince()) {
            return true;
        }
        Path next = writeNote();
        try {
            boolean same = Digests.match(root);
            if (same) {
                publish(next);
            }
            return same;
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Writes the note for a tree that has just been made. Before it has its name, since it counts from when it was written. */
    Path writeNote() throws IOException {
        Path next = Files.createTempFile(note.getParent(), note.getFileName().toString(), ".unfinished");
        return Files.writeString(next, Machine.boot());
    }

    void publish(Path written) throws IOException {
        Files.move(written, note, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isNoted() throws IOException {
        try {
            return Files.readString(note).equals(Machine.boot());
        } catch (NoSuchFileException | CharacterCodingException e) {
            return false;
        }
    }

    /** Where {@code find} does not know the option, nothing is taken for granted. */
    private boolean nothingHasChangedSince() {
        Commands.Result changed =
                Commands.run(List.of("find", root + "/.", "!", "-type", "d", "-cnewer", note.toString()), LIMIT);
        return changed.succeeded() && changed.output().isEmpty();
    }
}
