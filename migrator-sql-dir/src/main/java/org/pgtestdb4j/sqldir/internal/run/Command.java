package org.pgtestdb4j.sqldir.internal.run;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Data;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;

/**
 * A statement that is ready to be sent.
 *
 * @param file the file in which it stands
 * @param line the line on which it begins there
 * @param sql its text
 * @param kind what is done with it
 * @param data what a copy reads, or null
 */
public record Command(
        String file,
        int line,
        String sql,
        Kind kind,
        @Nullable Data data) {

    private static final Pattern TRANSACTION = pattern("BEGIN|START|COMMIT|END|ROLLBACK|ABORT|PREPARE\\s+TRANSACTION");
    private static final Pattern BEGIN = pattern("BEGIN|START");

    /** What {@code DISCARD ALL} does not take back, or a session does not see before the next one begins. */
    private static final Pattern LASTING = pattern(
            "SET|RESET|LOAD|DO|CALL|ALTER\\s+(?:DATABASE|ROLE|USER|SYSTEM)|SELECT\\s+(?:pg_catalog\\.)?set_config");

    private static Pattern pattern(String words) {
        return Pattern.compile("(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    /** Tells whether it begins or ends a transaction. */
    boolean controlsTransaction() {
        return TRANSACTION.matcher(sql).lookingAt();
    }

    boolean beginsTransaction() {
        return BEGIN.matcher(sql).lookingAt();
    }

    boolean changesSession() {
        return LASTING.matcher(sql).lookingAt();
    }
}
