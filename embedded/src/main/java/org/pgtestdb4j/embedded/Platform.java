package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.pgtestdb4j.ServerException;

/**
 * An operating system and processor that binaries exist for.
 *
 * @param artifact the last part of the artifact's name, for example {@code linux-amd64}
 * @param resource the archive in that artifact
 */
record Platform(String artifact, String resource) {

    /** Returns this machine's, if a server can be started there: that takes a POSIX shell. */
    static Platform ofRunnable() {
        return runnable(current());
    }

    static Platform runnable(Platform platform) {
        if (platform.artifact().startsWith("windows")) {
            throw new ServerException("The embedded PostgreSQL server does not work on Windows yet. "
                    + "Set pgtestdb4j.url to a server of your own, for example one in Docker or in WSL.");
        }
        return platform;
    }

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), isMusl());
    }

    static Platform of(String osName, String osArch, boolean musl) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = isArm64(osName, osArch);
        if (os.startsWith("windows") && !arm) {
            return new Platform("windows-amd64", "postgres-windows-x86_64.txz");
        }
        if (isLinux(osName)) {
            return new Platform(
                    "linux-" + (arm ? "arm64v8" : "amd64") + (musl ? "-alpine" : ""),
                    "postgres-linux-" + (arm ? "arm_64" : "x86_64") + (musl ? "-alpine_linux" : "") + ".txz");
        }
        if (os.startsWith("mac")) {
            return new Platform(
                    "darwin-" + (arm ? "arm64v8" : "amd64"), "postgres-darwin-" + (arm ? "arm_64" : "x86_64") + ".txz");
        }
        throw unsupported(osName, osArch);
    }

    private static boolean isArm64(String osName, String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "aarch64", "arm64" -> true;
            case "amd64", "x86_64" -> false;
            default -> throw unsupported(osName, osArch);
        };
    }

    private static ServerException unsupported(String osName, String osArch) {
        return new ServerException("There are no PostgreSQL binaries for " + osName + " on " + osArch
                + ". Set pgtestdb4j.url to a server of your own.");
    }

    /**
     * Alpine and its like have another C library, and its loader is how to tell. It can be installed beside the usual one, so what counts
     * is which of the two this JVM runs on.
     */
    private static boolean isMusl() {
        try (DirectoryStream<Path> loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            return loaders.iterator().hasNext()
                    && Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)
                            .contains("/ld-musl-");
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isLinux(String osName) {
        return osName.toLowerCase(Locale.ROOT).startsWith("linux");
    }

    boolean isLinux() {
        return artifact.startsWith("linux-");
    }
}
