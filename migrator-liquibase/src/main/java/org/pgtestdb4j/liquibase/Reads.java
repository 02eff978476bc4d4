package org.pgtestdb4j.liquibase;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/** What Liquibase read: the files by path, each with the digests of all contents that were found under it. */
final class Reads {

    /** Names of classes that choose or sort the files of a folder; they are not in what is parsed. */
    private static final Pattern CHOICE = Pattern.compile("resourceComparator|[fF]ilter");

    private final SortedMap<String, Set<String>> files = new TreeMap<>();
    private final Set<String> absent = new TreeSet<>();
    private final SortedMap<String, Integer> searched = new TreeMap<>();
    private @Nullable String last;
    private boolean choosesByCode;

    synchronized void file(String path, byte[] content) {
        if (!path.endsWith(".xsd")) {
            last = path;
            choosesByCode |= CHOICE.matcher(new String(content, StandardCharsets.ISO_8859_1))
                    .find();
        }
        files.computeIfAbsent(path, key -> new TreeSet<>()).add(Digest.of(content));
    }

    /** Tells whether code of the user may have had a say in what was read. */
    synchronized boolean choosesByCode() {
        return choosesByCode && !searched.isEmpty();
    }

    /** Returns the file that was read last, but for the descriptions of formats. */
    synchronized @Nullable String last() {
        return last;
    }

    synchronized void absent(String path) {
        absent.add(path);
    }

    synchronized void searched(String directory, int found) {
        searched.merge(directory, found, Math::max);
    }

    synchronized SortedMap<String, Set<String>> files() {
        return new TreeMap<>(files);
    }

    synchronized Set<String> absent() {
        return new TreeSet<>(absent);
    }

    /** Returns the folders, each with the number of files that were found. */
    synchronized SortedMap<String, Integer> searched() {
        return new TreeMap<>(searched);
    }

    /** Only what is there counts: it is the tool's business where else it looks. */
    void addTo(Fingerprint sum) {
        files().forEach((path, contents) -> sum.text(path, String.join(",", contents)));
    }
}
