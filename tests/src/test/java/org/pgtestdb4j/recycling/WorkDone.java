package org.pgtestdb4j.recycling;

import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.PGConnection;

/** Does work on a database and notes what came of it. */
final class WorkDone {

    private static final String COPIED = "1\tcopied\n2\t\\N\n3\tcopied\n";

    /** What VACUUM may note of a page depends on whether its commits are written out yet, which takes a while unless they wait for that. */
    private static final String SETTINGS = "-c lock_timeout=30ms -c synchronous_commit=on";

    private WorkDone() {}

    /** Every other time, the sessions are left to whoever takes the database back. */
    static List<String> outcomeOf(List<RandomWork.Step> steps, TestDatabase database) throws SQLException {
        List<String> outcome = new ArrayList<>();
        @Nullable Connection[] sessions = new Connection[RandomWork.SESSIONS];
        try {
            for (RandomWork.Step step : steps) {
                Connection session = sessions[step.session()];
                if (session == null || session.isClosed()) {
                    session = TestServer.open(
                            database.url() + "&options=" + URLEncoder.encode(SETTINGS, StandardCharsets.UTF_8));
                    sessions[step.session()] = session;
                }
                outcome.add(step.sql() + " -> " + resultOf(session, step.sql()));
            }
        } finally {
            for (Connection session : sessions) {
                if (session != null && steps.size() % 2 == 0) {
                    session.close();
                }
            }
        }
        return outcome;
    }

    private static String resultOf(Connection session, String sql) {
        if (sql.startsWith("COPY ")) {
            return copy(session, sql);
        }
        try (Statement statement = session.createStatement()) {
            if (!statement.execute(sql)) {
                return String.valueOf(statement.getUpdateCount());
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(rowOf(result));
                }
            }
            return String.join("; ", rows);
        } catch (SQLException e) {
            return "SQLSTATE " + e.getSQLState();
        }
    }

    private static String copy(Connection session, String sql) {
        try {
            return String.valueOf(
                    session.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new StringReader(COPIED)));
        } catch (SQLException e) {
            return "SQLSTATE " + e.getSQLState();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rowOf(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(result.getString(i)));
        }
        return String.join(",", values);
    }
}
