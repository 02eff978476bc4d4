package org.pgtestdb4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;

class FingerprintTest {

    @TempDir
    Path directory;

    private static String ofText(String... namesAndValues) {
        Fingerprint fingerprint = Fingerprint.create();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fingerprint.text(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fingerprint.toHex();
    }

    private static String ofDirectory(Path directory) {
        Fingerprint fingerprint = Fingerprint.create();
        fingerprint.directory(directory);
        return fingerprint.toHex();
    }

    private Path tree(String name, Map<String, String> files) throws IOException {
        Path root = Files.createDirectories(directory.resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return root;
    }

    private Path jar(String name, Map<String, String> files) throws IOException {
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static String ofClassPath(String root, int files, Path... places) throws IOException {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        try (URLClassLoader classLoader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Fingerprint fingerprint = Fingerprint.create();
            assertThat(fingerprint.classPathRoot(root, classLoader)).isEqualTo(files);
            return fingerprint.toHex();
        }
    }

    @Test
    void isTheSameForTheSameInput() {
        assertThat(ofText("a", "b")).isEqualTo(ofText("a", "b")).matches("[0-9a-f]{64}");
    }

    @Test
    void doesNotChangeFromVersionToVersionWithoutNeed() {
        assertThat(ofText("schema", "v1"))
                .isEqualTo("a2b38a2b1cf6e991822300991537970a34a58dd73b099201cb4f2ea911e63ff2");
    }

    @Test
    void letsNoTwoInputsRunTogether() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "b");

        assertThat(List.of(
                        Fingerprint.create().toHex(),
                        ofText("", ""),
                        ofText("a", "b"),
                        ofText("ab", ""),
                        ofText("", "ab"),
                        ofText("b", "a"),
                        ofText("a", "b", "c", "d"),
                        ofText("c", "d", "a", "b"),
                        ofText("a", "btext 1 c 1\nd"),
                        ofText("a 1\n", "b"),
                        ofText("ä", "b"),
                        Fingerprint.create().file("a", file).toHex()))
                .doesNotHaveDuplicates();
    }

    @Test
    void countsFilesByContentAndRelativePathOnly() throws IOException {
        Map<String, String> files = Map.of("V1.sql", "one", "sub/V2.sql", "two", "sub/deep/V3.sql", "three");
        Path here = tree("here", files);
        Path there = tree("far/away/there", files);
        Files.setLastModifiedTime(there.resolve("V1.sql"), FileTime.fromMillis(0));
        Files.createDirectory(there.resolve("empty"));

        assertThat(ofDirectory(here)).isEqualTo(ofDirectory(there));
        assertThat(Fingerprint.create().directory(here)).isEqualTo(3);
    }

    @Test
    void noticesEveryChangeOfADirectory() throws IOException {
        assertThat(List.of(
                        ofDirectory(tree("a", Map.of("V1", "x", "V2", "y"))),
                        ofDirectory(tree("b", Map.of("V1", "y", "V2", "x"))),
                        ofDirectory(tree("c", Map.of("V1", "x", "V3", "y"))),
                        ofDirectory(tree("d", Map.of("V1", "x", "s/V2", "y"))),
                        ofDirectory(tree("e", Map.of("V1", "x", "V2", "y", "V3", ""))),
                        ofDirectory(tree("f", Map.of("V1", "xV2y"))),
                        ofDirectory(tree("g", Map.of("V1", "x\r\n", "V2", "y"))),
                        ofDirectory(tree("h", Map.of("V1", "x\n", "V2", "y"))),
                        ofDirectory(tree("i", Map.of()))))
                .doesNotHaveDuplicates();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsLinks() throws IOException {
        Path real = tree("real", Map.of("V1", "x", "s/V2", "y"));
        Path linked = tree("linked", Map.of());
        Files.createSymbolicLink(linked.resolve("V1"), real.resolve("V1"));
        Files.createSymbolicLink(linked.resolve("s"), real.resolve("s"));

        assertThat(ofDirectory(linked)).isEqualTo(ofDirectory(real));
    }

    @Test
    void isTheSameInADirectoryAndInAJar() throws IOException {
        Path classes = tree("classes", Map.of("db/migration/V1", "x", "db/migration/s/V2", "y", "db/other", "z"));
        Path jar = jar("a.jar", Map.of("db/migration/", "", "db/migration/V1", "x", "db/migration/s/V2", "y"));

        assertThat(ofClassPath("db/migration", 2, classes)).isEqualTo(ofClassPath("db/migration", 2, jar));
    }

    @Test
    void doesNotDependOnTheOrderOfEntriesInAJar() throws IOException {
        Map<String, String> oneOrder = new LinkedHashMap<>();
        oneOrder.put("db/", "");
        oneOrder.put("db/V1", "x");
        oneOrder.put("db/V2", "y");
        Map<String, String> otherOrder = new LinkedHashMap<>();
        otherOrder.put("db/V2", "y");
        otherOrder.put("db/V1", "x");
        otherOrder.put("db/", "");

        assertThat(ofClassPath("db", 2, jar("a.jar", oneOrder)))
                .isEqualTo(ofClassPath("db", 2, jar("b.jar", otherOrder)));
    }

    @Test
    void seesARootInSeveralPlaces() throws IOException {
        Path main = tree("main", Map.of("db/V1", "x"));
        Path jar = jar("more.jar", Map.of("db/", "", "db/V2", "y"));

        assertThat(ofClassPath("db", 2, main, jar)).isNotEqualTo(ofClassPath("db", 1, main));
        assertThat(ofClassPath("nowhere", 0, main, jar))
                .isEqualTo(Fingerprint.create().toHex());
    }

    @Test
    void countsAClassByItsBytes() {
        assertThat(Fingerprint.create().classBytes(FingerprintTest.class).toHex())
                .isEqualTo(
                        Fingerprint.create().classBytes(FingerprintTest.class).toHex())
                .isNotEqualTo(Fingerprint.create().classBytes(Nested.class).toHex());
    }

    private static final class Nested {}

    @Test
    void refusesAClassWithoutAFile() {
        Runnable lambda = () -> {};

        assertThatThrownBy(() -> Fingerprint.create().classBytes(lambda.getClass()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("named class");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> Fingerprint.create().file("f", missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> Fingerprint.create().directory(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }
}
