package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {

    @TempDir
    private Path root;

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(root.resolve("a directory/empty"));
        Files.writeString(root.resolve("a directory/file"), "content");
    }

    @Test
    void withoutOneATreeIsNotWhole() throws Exception {
        assertThat(Inventory.isWhole(root)).isFalse();
        assertThat(Inventory.isWhole(root.resolve("missing"))).isFalse();
    }

    @Test
    void anUnchangedTreeIsWhole() throws Exception {
        Inventory.write(root);

        assertThat(Inventory.isWhole(root)).isTrue();
    }

    @Test
    void aMissingFileIsNoticed() throws Exception {
        Inventory.write(root);
        Files.delete(root.resolve("a directory/file"));

        assertThat(Inventory.isWhole(root)).isFalse();
    }

    @Test
    void aMissingDirectoryIsNoticed() throws Exception {
        Inventory.write(root);
        Files.delete(root.resolve("a directory/empty"));

        assertThat(Inventory.isWhole(root)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "\0\0\0\0", "\u00ff"})
    void aDamagedInventoryIsNoticed(String content) throws Exception {
        Inventory.write(root);
        Files.writeString(root.resolve("complete"), content, StandardCharsets.ISO_8859_1);

        assertThat(Inventory.isWhole(root)).isFalse();
    }
}
