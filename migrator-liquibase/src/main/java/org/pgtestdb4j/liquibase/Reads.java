package org.pgtestdb4j.liquibase;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/** What Liquibase read: the files by path, each with the digests of all contents that were found under it. */
final class Reads {

    private final SortedMap<String, Set<String>> files = new TreeMap<>();
    private final Set<String> absent = new TreeSet<>();
    private final Set<String> searched = new TreeSet<>();
    private @Nullable String last;

    synchronized void file(String path, byte[] content) {
        if (!path.endsWith(".xsd")) {
            last = path;
        }
        files.computeIfAbsent(path, key -> new TreeSet<>()).add(Digest.of(content));
    }

    /** Returns the file that was read last, but for the descriptions of formats. */
    synchronized @Nullable String last() {
        return last;
    }

    synchronized void absent(String path) {
        absent.add(path);
    }

    synchronized void searched(String directory) {
        searched.add(directory);
    }

    synchronized SortedMap<String, Set<String>> files() {
        return new TreeMap<>(files);
    }

    synchronized Set<String> absent() {
        return new TreeSet<>(absent);
    }

    synchronized Set<String> searched() {
        return new TreeSet<>(searched);
    }

    /** Only what is there counts: it is the tool's business where else it looks. */
    void addTo(Fingerprint sum) {
        files().forEach((path, contents) -> sum.text(path, String.join(",", contents)));
    }
}
