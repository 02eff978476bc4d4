package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A header block of a tar archive. */
record TarHeader(String name, int mode, long size, char type, String linkTarget) {

    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /** Empty at the block of zeros that ends an archive. */
    static Optional<TarHeader> parse(byte[] block) throws IOException {
        long sum = checksum(block);
        if (sum == ' ' * CHECKSUM_LENGTH) {
            return Optional.empty();
        }
        if (sum != octal(block, CHECKSUM_AT, CHECKSUM_LENGTH)) {
            throw new MalformedArchiveException("A header in the archive has a wrong checksum");
        }
        return Optional.of(new TarHeader(
                prefix(block) + text(block, 0, 100),
                (int) octal(block, 100, 8),
                octal(block, 124, 12),
                (char) block[156],
                text(block, 157, 100)));
    }

    private static long checksum(byte[] block) {
        long sum = ' ' * CHECKSUM_LENGTH;
        for (int i = 0; i < block.length; i++) {
            sum += i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_LENGTH ? block[i] & 0xff : 0;
        }
        return sum;
    }

    /** GNU tar has other things at this place, and another magic. */
    private static String prefix(byte[] block) {
        String prefix = text(block, 257, 6).equals("ustar") ? text(block, 345, 155) : "";
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    private static long octal(byte[] block, int from, int length) throws IOException {
        String digits = text(block, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new MalformedArchiveException("Not an octal number in a header of the archive: " + digits);
        }
    }

    private static String text(byte[] block, int from, int length) {
        return untilZero(block, from, length, StandardCharsets.UTF_8);
    }

    static String untilZero(byte[] bytes, int from, int length, Charset charset) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, charset);
    }

    TarEntry entry(String longName, String longLink) throws IOException {
        TarEntry.Type entryType = switch (type) {
            case '0', '\0' -> TarEntry.Type.FILE;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '2' -> TarEntry.Type.SYMBOLIC_LINK;
            default ->
                throw new MalformedArchiveException("An entry of unknown type '" + type + "' in the archive: " + name);
        };
        return new TarEntry(
                longName.isEmpty() ? name : longName,
                entryType,
                mode,
                size,
                longLink.isEmpty() ? linkTarget : longLink);
    }
}
