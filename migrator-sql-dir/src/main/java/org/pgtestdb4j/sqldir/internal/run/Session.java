package org.pgtestdb4j.sqldir.internal.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Data;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A session that sends statements as they are. Not safe for use by several threads. */
final class Session implements AutoCloseable {

    private static final String INVALID_URL = "08001";

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session open(String url) throws SQLException {
        Properties properties = new Properties();
        // Else the driver parses what it sends, and fails on bodies between BEGIN ATOMIC and END
        properties.setProperty("preferQueryMode", "simple");
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("The database's url is none of PostgreSQL", INVALID_URL);
        }
        return new Session(connection);
    }

    /** Returns the schema in which tables are created, quoted where SQL needs it. */
    String schema() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT quote_ident(coalesce(current_schema(), 'public'))")) {
            row.next();
            return row.getString(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    void run(Command command) throws SQLException {
        try {
            switch (command.kind()) {
                case QUERY -> execute(command.sql());
                case COPY_IN -> copyIn(command.sql(), Objects.requireNonNull(command.data(), "data of a copy"));
                case COPY_OUT -> copies().copyOut(command.sql(), OutputStream.nullOutputStream());
            }
        } catch (SQLException e) {
            throw ScriptFailedException.of(command, e);
        } catch (IOException e) {
            throw ScriptFailedException.of(command, new SQLException("The copy broke off: " + e.getMessage(), e));
        }
    }

    private void copyIn(String sql, Data data) throws SQLException, IOException {
        copies().copyIn(sql, new ByteArrayInputStream(data.text().getBytes(StandardCharsets.UTF_8)));
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    boolean isInTransaction() throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
    }

    /** Takes back what a session can remember, but for what {@link Command#changesSession} tells. */
    void reset() throws SQLException {
        execute("RESET ROLE");
        execute("DISCARD ALL");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
