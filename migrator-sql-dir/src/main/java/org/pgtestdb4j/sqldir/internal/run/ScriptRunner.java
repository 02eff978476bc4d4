package org.pgtestdb4j.sqldir.internal.run;

import java.sql.SQLException;
import java.util.List;

/** Runs scripts one after the other, each in a session that knows nothing of those before. Immutable. */
public final class ScriptRunner {

    private final List<Script> scripts;

    /** Creates a runner of scripts in this order. */
    public ScriptRunner(List<Script> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /**
     * Runs all scripts, up to the first statement that fails.
     *
     * @param url the complete url of the database
     * @throws SQLException if a statement fails or a script leaves its transaction open; names file and line
     * @throws InterruptedException if the thread was interrupted
     */
    public void run(String url) throws SQLException, InterruptedException {
        Session session = null;
        String schema = "";
        try {
            for (Script script : scripts) {
                session = session == null ? Session.open(url) : session;
                schema = schema.isEmpty() ? session.schema() : schema;
                run(script.notingIn(schema), session);
                if (script.changesSession()) {
                    session.close();
                    session = null;
                } else {
                    session.reset();
                }
            }
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }

    private static void run(Script script, Session session) throws SQLException, InterruptedException {
        boolean wrapped = script.isWrapped();
        if (wrapped) {
            session.execute("BEGIN");
        }
        note(script.before(), script, session);
        for (Command command : script.commands()) {
            if (Thread.interrupted()) {
                throw new InterruptedException(
                        "Interrupted before %s, line %d".formatted(command.file(), command.line()));
            }
            session.run(command);
        }
        if (!wrapped && session.isInTransaction()) {
            throw leftOpen(script);
        }
        note(script.after(), script, session);
        if (wrapped) {
            commit(script, session);
        }
    }

    private static void note(List<String> statements, Script script, Session session) throws SQLException {
        for (String statement : statements) {
            try {
                session.execute(statement);
            } catch (SQLException e) {
                throw new SQLException(
                        "%s: the history of its tool cannot be kept: %s%nin the statement %s"
                                .formatted(script.file(), e.getMessage(), statement),
                        e.getSQLState(),
                        e);
            }
        }
    }

    /** What was put off to the end, such as deferred constraints, fails here. */
    private static void commit(Script script, Session session) throws SQLException {
        try {
            session.execute("COMMIT");
        } catch (SQLException e) {
            throw new SQLException(
                    "%s: when it was committed: %s".formatted(script.file(), e.getMessage()), e.getSQLState(), e);
        }
    }

    private static SQLException leftOpen(Script script) {
        Command begin = script.commands().stream()
                .filter(Command::beginsTransaction)
                .reduce((first, second) -> second)
                .orElseThrow();
        return new SQLException(
                "%s, line %d: the transaction that %s begins is still open at the end of the file, so its work would be lost. Add COMMIT."
                        .formatted(begin.file(), begin.line(), begin.sql()));
    }
}
