package org.pgtestdb4j.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes tar archives, also such as no tar would make. */
final class TarBuilder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarBuilder file(String name, int mode, String content) {
        return entry(name, '0', mode, "", content);
    }

    TarBuilder directory(String name, int mode) {
        return entry(name, '5', mode, "", "");
    }

    TarBuilder link(String name, String target) {
        return entry(name, '2', 0777, target, "");
    }

    /** Like GNU tar, with names of any length. */
    TarBuilder entry(String name, char type, int mode, String target, String content) {
        if (name.length() > 100) {
            block("././@LongLink", 'L', 0, "", name + "\0", "ustar  ", "");
        }
        if (target.length() > 100) {
            block("././@LongLink", 'K', 0, "", target + "\0", "ustar  ", "");
        }
        return block(name, type, mode, target, content, "ustar  ", "");
    }

    /** Like POSIX tar, with the first part of a long name in a field of its own. */
    TarBuilder posixFile(String prefix, String name, String content) {
        return block(name, '0', 0644, "", content, "ustar", prefix);
    }

    private TarBuilder block(
            String name, char type, int mode, String target, String content, String magic, String prefix) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, 100, name);
        put(header, 100, 8, "%07o".formatted(mode));
        put(header, 124, 12, "%011o".formatted(bytes.length));
        put(header, 148, 8, "        ");
        header[156] = (byte) type;
        put(header, 157, 100, target);
        put(header, 257, 8, magic);
        put(header, 345, 155, prefix);
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, 7, "%06o".formatted(sum) + "\0");
        out.writeBytes(header);
        out.writeBytes(bytes);
        out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
        return this;
    }

    private static void put(byte[] header, int at, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, Math.min(length, bytes.length));
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }

    InputStream packed() {
        return pack(bytes());
    }

    static InputStream pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options(0))) {
            xz.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ByteArrayInputStream(packed.toByteArray());
    }
}
