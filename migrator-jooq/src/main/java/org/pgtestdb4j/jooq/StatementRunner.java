package org.pgtestdb4j.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs SQL in one session and says in errors where it stands. */
record StatementRunner(Connection connection) {

    void run(List<String> statements) throws SQLException, InterruptedException {
        for (String sql : statements) {
            try {
                execute(sql);
            } catch (SQLException e) {
                throw new SQLException(
                        "%s%nin what generated classes say: %s%nIf it needs something that they do not say, create that with before(…). A table or a view can be left out, and SQL of your own create it: leaveOut(\"table …\")."
                                .formatted(e.getMessage(), sql),
                        e.getSQLState(),
                        e);
            }
        }
    }

    void run(SqlScript script) throws SQLException, InterruptedException {
        String sql = script.text();
        try {
            execute("RESET ALL");
            execute(sql);
            requireEnded();
            execute("RESET ALL");
        } catch (SQLException e) {
            throw new SQLException(
                    "%s%s: %s".formatted(script.location(), line(e, sql), e.getMessage()), e.getSQLState(), e);
        }
    }

    private void requireEnded() throws SQLException {
        if (!Jooq.isIdle(connection)) {
            throw new SQLException(
                    "the transaction that it begins is still open at its end, so its work would be lost. Add COMMIT.");
        }
    }

    private void execute(String sql) throws SQLException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before: " + sql);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static String line(SQLException e, String sql) {
        ServerErrorMessage message = e instanceof PSQLException ofServer ? ofServer.getServerErrorMessage() : null;
        if (message == null || message.getPosition() < 1) {
            return "";
        }
        // The server counts characters, Java counts some of them twice
        int end = sql.offsetByCodePoints(0, Math.min(message.getPosition() - 1, sql.codePointCount(0, sql.length())));
        return ", line "
                + (1
                        + sql.substring(0, end)
                                .chars()
                                .filter(each -> each == '\n')
                                .count());
    }
}
