package org.pgtestdb4j.sqldir.internal.run;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement of a file failed; the message says where it stands and what the server said. */
final class ScriptFailedException extends SQLException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;
    private static final Pattern ROW = Pattern.compile("^COPY .+?, line (\\d+)", Pattern.MULTILINE);

    private ScriptFailedException(String message, SQLException cause) {
        super(message, cause.getSQLState(), cause);
    }

    static ScriptFailedException of(Command command, SQLException cause) {
        ServerErrorMessage server = cause instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
        return new ScriptFailedException(
                "%s, line %d: %s%nin the statement of line %d: %s"
                        .formatted(
                                command.file(),
                                command.line() + lineWithin(command, server),
                                message(cause, server),
                                command.line(),
                                shortened(command.sql())),
                cause);
    }

    private static String message(SQLException cause, @Nullable ServerErrorMessage server) {
        String text = cause.getMessage();
        return server == null || server.getSQLState() == null
                ? String.valueOf(text)
                : text + System.lineSeparator() + "  SQLSTATE: " + server.getSQLState();
    }

    /** The server counts characters, so one beyond the basic plane is one; of rows, it tells the line in its context. */
    private static long lineWithin(Command command, @Nullable ServerErrorMessage server) {
        String where = server == null || server.getWhere() == null ? "" : server.getWhere();
        Matcher row = ROW.matcher(where);
        if (command.data() != null && row.find()) {
            return command.data().line() - command.line() + Long.parseLong(row.group(1)) - 1;
        }
        int position = server == null ? 0 : server.getPosition();
        return command.sql()
                .codePoints()
                .limit(Math.max(0, position - 1))
                .filter(c -> c == '\n')
                .count();
    }

    private static String shortened(String sql) {
        return sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + "…";
    }
}
