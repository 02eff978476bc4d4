package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZIOException;

class UnpackerTest {

    private static final String LONG = "a-name-of-more-than-a-hundred-characters/".repeat(4) + "end";

    @TempDir
    private Path parent;

    @Test
    void unpacksFilesDirectoriesAndLinks() throws Exception {
        Path root = unpack(new TarBuilder()
                .directory("bin/", 0755)
                .file("bin/run", 0755, "#!/bin/sh")
                .file("./share/empty", 0644, "")
                .link("lib.so", "bin/run")
                .file("share/larger", 0640, "x".repeat(100_000)));

        assertThat(root.resolve("bin/run")).hasContent("#!/bin/sh").isExecutable();
        assertThat(root.resolve("share/empty")).isEmptyFile();
        assertThat(root.resolve("share/larger")).hasSize(100_000);
        assertThat(Files.getPosixFilePermissions(root.resolve("share/larger"))).isEqualTo(Permissions.of(0640));
        assertThat(Files.readSymbolicLink(root.resolve("lib.so"))).isEqualTo(Path.of("bin/run"));
    }

    @Test
    void understandsLongNamesOfGnuTar() throws Exception {
        Path root = unpack(new TarBuilder().file(LONG, 0644, "content").link("link", LONG));

        assertThat(root.resolve(LONG)).hasContent("content");
        assertThat(root.resolve("link")).hasContent("content");
    }

    @Test
    void understandsLongNamesOfPosixTar() throws Exception {
        Path root = unpack(new TarBuilder().posixFile("some/directory", "file", "content"));

        assertThat(root.resolve("some/directory/file")).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/outside", "a/../../outside", "../parent-of-root-and-more"})
    void refusesNamesThatLeadOut(String name) {
        refuses(new TarBuilder().file(name, 0644, "evil"), "leads out");
        assertThat(parent.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/etc", "a/../../x"})
    void refusesLinksThatLeadOut(String target) {
        refuses(new TarBuilder().link("link", target), "leads out");
    }

    @Test
    void refusesToWriteThroughALink() {
        refuses(
                new TarBuilder().directory("d", 0755).link("link", "d").file("link/file", 0644, "evil"),
                "leads through a link");
    }

    /** Each link on its own leads to a place inside. */
    @Test
    void refusesLinksThatLeadOutTogether() {
        refuses(
                new TarBuilder()
                        .directory("top", 0755)
                        .link("a/b/c/up", "../../../top")
                        .link("out", "a/b/c/up/../../..")
                        .file("out/outside/file", 0644, "evil"),
                "leads through a link");
        assertThat(parent.getParent().resolve("outside")).doesNotExist();
    }

    @Test
    void refusesToWriteToALink() {
        refuses(new TarBuilder().link("link", "file").file("link", 0644, "evil"), "leads through a link");
    }

    @Test
    void refusesEntriesOfOtherTypes() {
        refuses(new TarBuilder().entry("device", '3', 0644, "", ""), "unknown type");
    }

    @Test
    void noticesADamagedHeader() {
        byte[] bytes = new TarBuilder().file("file", 0644, "content").bytes();
        bytes[3] ^= 1;

        assertThatThrownBy(() -> Unpacker.unpack(TarBuilder.pack(bytes), root()))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 512, 600})
    void noticesAnArchiveThatEndsEarly(int length) {
        byte[] bytes = Arrays.copyOf(
                new TarBuilder().file("file", 0644, "x".repeat(200)).bytes(), length);

        assertThatThrownBy(() -> Unpacker.unpack(TarBuilder.pack(bytes), root()))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("ends in the middle");
    }

    @Test
    void noticesAnArchiveThatIsNotPacked() {
        byte[] bytes = new TarBuilder().file("file", 0644, "content").bytes();

        assertThatThrownBy(() -> Unpacker.unpack(new ByteArrayInputStream(bytes), root()))
                .isInstanceOf(XZIOException.class);
    }

    private void refuses(TarBuilder tar, String why) {
        assertThatThrownBy(() -> unpack(tar))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining(why);
    }

    private Path unpack(TarBuilder tar) throws Exception {
        Path root = root();
        Unpacker.unpack(tar.packed(), root);
        return root;
    }

    private Path root() throws Exception {
        return Files.createDirectories(parent.resolve("root"));
    }
}
