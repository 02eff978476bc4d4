package org.pgtestdb4j.sqldir.internal.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/** A file with its content. Equal to others of the same path and bytes only by identity. Not safe for use by several threads. */
public final class SourceFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern KEY_OF_DUMP = Pattern.compile(
            "^\\\\restrict (\\w+)\\r?\\n.*^\\\\unrestrict \\1\\r?$", Pattern.MULTILINE | Pattern.DOTALL);

    private final String path;
    private final byte[] bytes;
    private @Nullable String text;

    SourceFile(String path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** Returns the path below the directory, with slashes. */
    public String path() {
        return path;
    }

    /** Returns the path's last part. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the folder that it lies in, or nothing at the top. */
    public String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Returns what counts of the bytes: all, but for the key that pg_dump makes up for each of its dumps. */
    public String fingerprint() {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher key = KEY_OF_DUMP.matcher(raw);
        return key.find()
                ? raw.replaceFirst("(?m)^\\\\restrict " + key.group(1) + "$", "")
                        .replaceFirst("(?m)^\\\\unrestrict " + key.group(1) + "$", "")
                : raw;
    }

    /** Returns the bytes as they are. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns what a gzip file holds, as if it were the file's own content.
     *
     * @throws ConfigurationException if it is none
     */
    public SourceFile unpacked() {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new SourceFile(path, in.readAllBytes());
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be unpacked: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Returns the text without a byte order mark; line ends stay as they are. */
    public String text() {
        if (text == null) {
            String decoded = decoded();
            text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
        }
        return text;
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "%s, line %d: not in UTF-8, the only encoding that is read. Convert the file, for example with iconv."
                            .formatted(path, lineOfFirstBadByte()),
                    e);
        }
    }

    private long lineOfFirstBadByte() {
        String replaced = new String(bytes, StandardCharsets.UTF_8);
        return 1
                + replaced.chars()
                        .limit(Math.max(0, replaced.indexOf('\uFFFD')))
                        .filter(c -> c == '\n')
                        .count();
    }

    @Override
    public String toString() {
        return path;
    }
}
