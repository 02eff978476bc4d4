package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A list of what is in each file of a tree. It lies in the tree; what is listed must not change any more. */
final class Digests {

    private static final String NAME = "digests";

    private Digests() {}

    static void write(Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(root)) {
            lines.add(line(root, root.relativize(file).toString()));
        }
        Files.write(root.resolve(NAME), lines);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** True if all files are as they were when the list was written. */
    static boolean match(Path root) throws IOException {
        try {
            List<String> lines = Files.readAllLines(root.resolve(NAME));
            for (String line : lines) {
                if (!line.equals(line(root, line.substring(line.indexOf(' ') + 1)))) {
                    return false;
                }
            }
            return !lines.isEmpty();
        } catch (NoSuchFileException | CharacterCodingException e) {
            return false;
        }
    }

    private static String line(Path root, String file) throws IOException {
        return digest(root.resolve(file)) + " " + file;
    }

    private static String digest(Path file) throws IOException {
        try (OutputStream nowhere = OutputStream.nullOutputStream();
                DigestOutputStream out = new DigestOutputStream(nowhere, MessageDigest.getInstance("SHA-256"))) {
            if (Files.isSymbolicLink(file)) {
                out.write(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
            }
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
