package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.ServerException;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   false, linux-amd64,          postgres-linux-x86_64.txz",
        "Linux,    x86_64,  false, linux-amd64,          postgres-linux-x86_64.txz",
        "Linux,    aarch64, false, linux-arm64v8,        postgres-linux-arm_64.txz",
        "Linux,    amd64,   true,  linux-amd64-alpine,   postgres-linux-x86_64-alpine_linux.txz",
        "Linux,    aarch64, true,  linux-arm64v8-alpine, postgres-linux-arm_64-alpine_linux.txz",
        "Mac OS X, x86_64,  false, darwin-amd64,         postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, false, darwin-arm64v8,       postgres-darwin-arm_64.txz",
        "LINUX,    AMD64,   false, linux-amd64,          postgres-linux-x86_64.txz",
        "Windows 11, amd64, false, windows-amd64,        postgres-windows-x86_64.txz",
    })
    void namesArtifactAndResource(String os, String arch, boolean musl, String artifact, String resource) {
        assertThat(Platform.of(os, arch, musl)).isEqualTo(new Platform(artifact, resource));
    }

    @Test
    void windowsIsToldToSetAUrl() {
        assertThatThrownBy(() -> Platform.runnable(Platform.of("Windows 11", "amd64", false)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Windows")
                .hasMessageContaining("pgtestdb4j.url");
    }

    @ParameterizedTest
    @CsvSource({"Linux, riscv64", "FreeBSD, amd64", "Mac OS X, ppc"})
    void otherMachinesAreNamed(String os, String arch) {
        assertThatThrownBy(() -> Platform.of(os, arch, false))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(os)
                .hasMessageContaining(arch)
                .hasMessageContaining("pgtestdb4j.url");
    }
}
