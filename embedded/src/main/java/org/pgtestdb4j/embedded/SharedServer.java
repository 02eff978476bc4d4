package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hold on the server that all JVMs of a user share: a session on it. The server stays for as long as anybody has one, which the kernel
 * knows, and for the idle time after that; see {@code keeper.sh}.
 */
final class SharedServer implements RunningServer {

    private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);
    private static final int SECONDS_TO_ANSWER = 5;

    private final SharedState state;
    private final SharedHome home;
    private final Access access;
    private final Idle idle;
    private final Connection session;

    SharedServer(SharedState state, SharedHome home, Access access, Idle idle, Connection session) {
        this.state = state;
        this.home = home;
        this.access = access;
        this.idle = idle;
        this.session = session;
    }

    SharedHome home() {
        return home;
    }

    int port() {
        return access.port();
    }

    @Override
    public PostgresServer describe(Consumer<Duration> onClose) {
        return access.describe(idle.isNone(), new Room(home.directory()), onClose);
    }

    @Override
    public boolean isRunning() {
        try {
            return home.files().hasServer() && session.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void end(Duration limit) {
        try {
            state.announceVisit(idle);
        } catch (IOException e) {
            LOG.debug("Could not tell the keeper in {} that we go", home, e);
        }
        Sessions.close(session);
    }
}
