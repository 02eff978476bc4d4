package org.pgtestdb4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;

class FingerprintTest {

    @TempDir
    Path temporary;

    private static String hex(Consumer<Fingerprint> content) {
        Fingerprint fingerprint = Fingerprint.create();
        content.accept(fingerprint);
        return fingerprint.toHex();
    }

    private Path write(String path, String content) throws IOException {
        Path file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void isSixtyFourHexDigits() {
        assertThat(Fingerprint.create().toHex()).matches("[0-9a-f]{64}");
    }

    @Test
    void keepsKindsNamesAndValuesApart() throws IOException {
        Path file = write("file", "value");

        assertThat(List.of(
                        hex(print -> print.text("name", "value")),
                        hex(print -> print.text("nome", "value")),
                        hex(print -> print.text("name", "other")),
                        hex(print -> print.text("namev", "alue")),
                        hex(print -> print.text("name", "").text("value", "")),
                        hex(print -> print.text("name", "value").text("", "")),
                        hex(print -> print.file("name", file))))
                .doesNotHaveDuplicates();
    }

    @Test
    void countsTheOrder() {
        assertThat(hex(print -> print.text("a", "1").text("b", "2")))
                .isNotEqualTo(hex(print -> print.text("b", "2").text("a", "1")));
    }

    @Test
    void countsEveryByteOfAFile() throws IOException {
        String before = hex(print -> print.file("V1.sql", writeUnchecked("V1.sql", "SELECT 'x\ny'")));

        assertThat(List.of("SELECT 'x\r\ny'", "SELECT 'xy'", "\uFEFFSELECT 'x\ny'", "SELECT 'x\ny'\n"))
                .allSatisfy(changed -> assertThat(hex(print -> print.file("V1.sql", writeUnchecked("V1.sql", changed))))
                        .isNotEqualTo(before));
    }

    private Path writeUnchecked(String path, String content) {
        try {
            return write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsFilesOfADirectoryByRelativePathAndNotByPlaceOrTime() throws IOException {
        write("one/a.sql", "a");
        write("one/sub/b.sql", "b");
        write("two/sub/b.sql", "b");
        write("two/a.sql", "a");
        Files.setLastModifiedTime(temporary.resolve("two/a.sql"), FileTime.from(Instant.EPOCH));
        write("three/sub/a.sql", "a");
        write("three/b.sql", "b");

        assertThat(Fingerprint.create().directory(temporary.resolve("one"))).isEqualTo(2);
        assertThat(hexOf("one")).isEqualTo(hexOf("two")).isNotEqualTo(hexOf("three"));
    }

    @Test
    void followsLinks() throws IOException {
        write("real/a.sql", "a");
        Files.createDirectories(temporary.resolve("linked"));
        Files.createSymbolicLink(temporary.resolve("linked/sub"), temporary.resolve("real"));
        write("copied/sub/a.sql", "a");

        assertThat(hexOf("linked")).isEqualTo(hexOf("copied"));
    }

    private String hexOf(String directory) {
        return hex(print -> print.directory(temporary.resolve(directory)));
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path missing = temporary.resolve("missing");

        assertThatThrownBy(() -> Fingerprint.create().file("a", missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> Fingerprint.create().directory(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void countsAJarAsTheDirectoryItWasMadeOf() throws IOException {
        write("root/db/a.sql", "a");
        write("root/db/sub/b.sql", "b");
        Path jar = jar("content.jar", "other/c.sql", "db/", "db/sub/", "db/sub/b.sql", "db/a.sql", "dbx/d.sql");

        assertThat(hexOnClassPath(jar)).isEqualTo(hexOnClassPath(temporary.resolve("root")));
    }

    @Test
    void countsAllRootsOfTheClassPath() throws IOException {
        write("root/db/a.sql", "a");
        Path jar = jar("content.jar", "db/", "db/b.sql");

        try (URLClassLoader both = classPath(temporary.resolve("root"), jar)) {
            assertThat(Fingerprint.create().classPathRoot("db", both)).isEqualTo(2);
        }
        assertThat(hexOnClassPath(temporary.resolve("root"), jar))
                .isNotEqualTo(hexOnClassPath(temporary.resolve("root")))
                .isNotEqualTo(hexOnClassPath(jar));
    }

    @Test
    void findsNothingWhereTheClassPathHasNoSuchRoot() throws IOException {
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(Fingerprint.create().classPathRoot("db", classPath)).isZero();
        }
    }

    /** Writes a jar whose entries hold the first letter of their file name. */
    private Path jar(String name, String... entries) throws IOException {
        Path jar = temporary.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                if (!entry.endsWith("/")) {
                    out.write(entry.charAt(entry.lastIndexOf('/') + 1));
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    private static String hexOnClassPath(Path... roots) throws IOException {
        try (URLClassLoader classPath = classPath(roots)) {
            return hex(print -> print.classPathRoot("db", classPath));
        }
    }

    private static URLClassLoader classPath(Path... roots) throws IOException {
        URL[] urls = new URL[roots.length];
        for (int i = 0; i < roots.length; i++) {
            urls[i] = roots[i].toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void refusesAClassPathThatIsNeitherDirectoryNorJar() throws IOException {
        URL url = new URL(null, "memory:db", new Unconnected());
        ClassLoader classPath = new ClassLoader(null) {
            @Override
            protected Enumeration<URL> findResources(String name) {
                return Collections.enumeration(List.of(url));
            }
        };

        assertThatThrownBy(() -> Fingerprint.create().classPathRoot("db", classPath))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("memory:db");
    }

    private static final class Unconnected extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}
            };
        }
    }

    @Test
    void countsTheBytesOfAClass() {
        assertThat(hex(print -> print.classBytes(FingerprintTest.class)))
                .isEqualTo(hex(print -> print.classBytes(FingerprintTest.class)))
                .isNotEqualTo(hex(print -> print.classBytes(Unconnected.class)));
    }

    @Test
    void refusesAClassWithoutAFile() {
        Runnable lambda = () -> {};

        assertThatThrownBy(() -> Fingerprint.create().classBytes(lambda.getClass()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("named class");
    }
}
