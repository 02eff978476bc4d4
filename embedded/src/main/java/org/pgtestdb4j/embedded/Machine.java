package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells machines and containers apart that may see the same cache: on a network drive, or mounted into several containers. */
final class Machine {

    private Machine() {}

    static String identity() {
        return host() + " " + link("/proc/self/ns/net") + " " + link("/proc/self/ns/pid");
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return ""; // not Linux, where caches are seldom shared
        }
    }

    /** Names the time since the machine was started; empty where nothing tells. */
    static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String link(String file) {
        try {
            return Files.readSymbolicLink(Path.of(file)).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
