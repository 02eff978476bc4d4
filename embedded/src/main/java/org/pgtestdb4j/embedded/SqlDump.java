package org.pgtestdb4j.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads SQL as {@code pg_dump} writes it, where rows follow a COPY statement and end with a line of their own. All else the driver takes
 * apart.
 */
final class SqlDump {

    /** As pg_dump writes it: in one line, from its beginning. */
    private static final Pattern COPY = Pattern.compile("COPY .* FROM stdin;", Pattern.CASE_INSENSITIVE);

    /** Commands of psql that mean nothing to others. */
    private static final Pattern IGNORED = Pattern.compile("\\\\(restrict|unrestrict) .*");

    private static final Pattern REFUSED =
            Pattern.compile("\\\\(c|connect|i|ir|include|include_relative|copy|gexec)\\b.*");
    private static final String END_OF_ROWS = "\\.";

    private final Connection session;
    private final Path file;
    private final StringBuilder statements = new StringBuilder();
    private int line;

    private SqlDump(Connection session, Path file) {
        this.session = session;
        this.file = file;
    }

    static void load(Login login, Path file) throws SQLException {
        try (Connection session = login.connect();
                BufferedReader lines = Files.newBufferedReader(file)) {
            new SqlDump(session, file).load(lines);
        } catch (IOException e) {
            throw new ServerException("Cannot read the dump " + file + ": " + e, e);
        }
    }

    private void load(BufferedReader lines) throws IOException, SQLException {
        for (String text = next(lines); text != null; text = next(lines)) {
            if (COPY.matcher(text).matches()) {
                execute();
                copy(text, lines);
            } else if (REFUSED.matcher(text).matches()) {
                throw new ServerException(file + ", line " + line + ": only psql understands \"" + text
                        + "\". Dump one database, as plain SQL, without --create.");
            } else if (!IGNORED.matcher(text).matches()) {
                statements.append(text).append('\n');
            }
        }
        execute();
    }

    private @Nullable String next(BufferedReader lines) throws IOException {
        line++;
        return lines.readLine();
    }

    private void execute() throws SQLException {
        String sql = statements.toString();
        statements.setLength(0);
        if (!sql.isBlank()) {
            try (Statement statement = session.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            } catch (SQLException e) {
                throw located(e);
            }
        }
    }

    private void copy(String statement, BufferedReader lines) throws IOException, SQLException {
        int start = line;
        CopyIn rows = session.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            for (String row = next(lines); row != null && !row.equals(END_OF_ROWS); row = next(lines)) {
                byte[] bytes = (row + "\n").getBytes(StandardCharsets.UTF_8);
                rows.writeToCopy(bytes, 0, bytes.length);
            }
            rows.endCopy();
        } catch (SQLException e) {
            line = start;
            throw located(e);
        } finally {
            if (rows.isActive()) {
                rows.cancelCopy();
            }
        }
    }

    private SQLException located(SQLException e) {
        return new SQLException(file + ", at or before line " + line + ": " + e.getMessage(), e.getSQLState(), e);
    }
}
