package org.pgtestdb4j.liquibase;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hash, and what it was made of.
 *
 * @param hash the hash
 * @param inputs one line each: kind, digest, name
 */
record HashEntry(String hash, List<String> inputs) {

    private static final String END = "end ";

    /**
     * Notes what a hash was made of, if all of it can be looked up again without Liquibase, and looks the same that way. If there is any
     * doubt, there is no entry.
     */
    static Optional<HashEntry> of(LiquibaseRun.Content content, Inputs inputs) {
        if (!content.isRepeatable()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        Reads reads = content.reads();
        for (String path : reads.files().keySet()) {
            List<String> found = inputs.file(path);
            Set<String> read = reads.files().get(path);
            if (!found.containsAll(read)) {
                return Optional.empty();
            }
            lines.add(line("file", found, path));
        }
        for (String path : reads.absent()) {
            List<String> found = inputs.file(path);
            if (!found.isEmpty()) {
                return Optional.empty();
            }
            lines.add(line("absent", found, path));
        }
        for (String path : reads.searched().keySet()) {
            Inputs.Folder found = inputs.folder(path);
            if (found.files() < reads.searched().get(path)) {
                return Optional.empty();
            }
            lines.add(line("folder", List.of(found.digest()), path));
        }
        content.parameters().forEach(name -> lines.add(line("parameter", List.of(inputs.parameter(name)), name)));
        content.classes().forEach(name -> lines.add(line("class", inputs.type(name), name)));
        return Optional.of(new HashEntry(content.hash(), List.copyOf(lines)));
    }

    private static String line(String kind, List<String> digests, String name) {
        return kind + " " + Digest.of(digests.toString()) + " " + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** Returns the paths of the files that were read. */
    Set<String> files() {
        return inputs.stream()
                .filter(input -> input.startsWith("file "))
                .map(HashEntry::nameOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String nameOf(String input) {
        return URLDecoder.decode(input.substring(input.lastIndexOf(' ') + 1), StandardCharsets.UTF_8);
    }

    /** Tells whether everything is still what it was. */
    boolean isOf(Inputs now) {
        return inputs.stream().allMatch(input -> isAsNoted(input, now));
    }

    private static boolean isAsNoted(String input, Inputs now) {
        String kind = input.substring(0, input.indexOf(' '));
        String name = nameOf(input);
        List<String> digests = switch (kind) {
            case "file", "absent" -> now.file(name);
            case "folder" -> List.of(now.folder(name).digest());
            case "parameter" -> List.of(now.parameter(name));
            case "class" -> now.type(name);
            default -> throw new IllegalStateException("Not an input: " + input);
        };
        return line(kind, digests, name).equals(input);
    }

    String toText() {
        String text = hash + "\n" + String.join("\n", inputs) + "\n";
        return text + END + Digest.of(text) + "\n";
    }

    /** Returns nothing if the text is not a whole entry. */
    static Optional<HashEntry> read(String text) {
        int end = text.lastIndexOf(END);
        if (end < 0 || !text.substring(end).equals(END + Digest.of(text.substring(0, end)) + "\n")) {
            return Optional.empty();
        }
        List<String> lines = text.substring(0, end).lines().toList();
        return Optional.of(new HashEntry(
                lines.get(0),
                lines.stream().skip(1).filter(line -> !line.isEmpty()).toList()));
    }
}
