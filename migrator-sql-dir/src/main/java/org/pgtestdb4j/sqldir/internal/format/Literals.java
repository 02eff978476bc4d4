package org.pgtestdb4j.sqldir.internal.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Values in the statements that fill a history. */
final class Literals {

    private Literals() {}

    /** Quotes a text so that it means the same whatever {@code standard_conforming_strings} is. */
    static String text(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static String hash(String algorithm, String text) {
        return hash(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, e);
        }
    }
}
