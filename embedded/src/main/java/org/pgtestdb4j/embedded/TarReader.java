package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the entries of a tar archive one by one: the ustar format with the long names of GNU tar. Not safe for use by several threads. */
final class TarReader {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 32 * 1024;

    private final InputStream in;
    private long unread;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Moves on to the next entry, over what was not read of the last one. */
    Optional<TarEntry> next() throws IOException {
        String longName = "";
        String longLink = "";
        while (true) {
            in.skipNBytes(unread + padding);
            Optional<TarHeader> found = TarHeader.parse(block());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            TarHeader header = found.get();
            unread = header.size();
            padding = (BLOCK - unread % BLOCK) % BLOCK;
            switch (header.type()) {
                case 'L' -> longName = text();
                case 'K' -> longLink = text();
                default -> {
                    return Optional.of(header.entry(longName, longLink));
                }
            }
        }
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new MalformedArchiveException("The archive ends in the middle");
        }
        return block;
    }

    private String text() throws IOException {
        if (unread > LONGEST_NAME) {
            throw new MalformedArchiveException("A name of " + unread + " bytes in the archive");
        }
        byte[] bytes = in.readNBytes((int) unread);
        unread = 0;
        return TarHeader.untilZero(bytes, 0, bytes.length, StandardCharsets.UTF_8);
    }

    /** Copies the content of the current entry. */
    void transferTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (unread > 0) {
            int count = in.read(buffer, 0, (int) Math.min(unread, buffer.length));
            if (count < 0) {
                throw new MalformedArchiveException("The archive ends in the middle");
            }
            out.write(buffer, 0, count);
            unread -= count;
        }
    }
}
