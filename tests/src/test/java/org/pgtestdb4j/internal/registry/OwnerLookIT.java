package org.pgtestdb4j.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.TestServer;

class OwnerLookIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String OWNER = "looked-at";

    private final List<String> seen = new ArrayList<>();
    private Connection one;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        one = SERVER.connect();
        other = SERVER.connect();
    }

    @AfterEach
    void close() throws SQLException {
        one.close();
        other.close();
    }

    private void look(Connection session, String name, OwnerLook.Action meanwhile) throws SQLException {
        OwnerLook.at(
                OWNER,
                session,
                () -> {
                    seen.add(name + ": absent");
                    meanwhile.run();
                },
                () -> seen.add(name + ": alive"));
    }

    @Test
    void seesWhetherTheOwnerLives() throws Exception {
        look(one, "one", () -> {});
        AdvisoryLock.ofOwner(OWNER).tryExclusive(other);
        look(one, "one", () -> {});

        assertThat(seen).containsExactly("one: absent", "one: alive");
    }

    @Test
    void isNotTakenForTheOwnerByAnother() throws Exception {
        look(one, "one", () -> look(other, "other", () -> {}));
        look(other, "other", () -> {});

        assertThat(seen).containsExactly("one: absent", "other: absent");
    }
}
