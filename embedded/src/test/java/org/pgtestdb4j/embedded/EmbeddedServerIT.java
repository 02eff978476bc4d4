package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.embedded.Sandbox.query;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.spi.PostgresServer;

/** What a server is like. */
class EmbeddedServerIT {

    private static Sandbox sandbox;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.withSharedCache();
        server = sandbox.find();
    }

    @AfterAll
    static void stop() {
        server.close();
        sandbox.close();
    }

    @Test
    void isOursAndEndsWithTheJvm() {
        assertThat(server.ours()).isTrue();
        assertThat(server.endsWithJvm()).isTrue();
        assertThat(server.host()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, off",
        "full_page_writes, off",
        "synchronous_commit, off",
        "wal_level, minimal",
        "autovacuum, off",
        "track_counts, on",
        "jit, off",
        "scram_iterations, 1",
        "password_encryption, scram-sha-256",
        "dynamic_shared_memory_type, mmap",
        "unix_socket_directories, ''",
        "listen_addresses, 127.0.0.1",
        "max_connections, 300",
        "max_locks_per_transaction, 256",
        "wal_segment_size, 1MB",
        "log_timezone, UTC",
        "server_encoding, UTF8",
    })
    void isSetUpForTests(String setting, String value) throws Exception {
        assertThat(query(server, "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void knowsLettersOfAllLanguagesAndSortsByCodePoint() throws Exception {
        assertThat(query(server, "SELECT upper('äß') || lower('ΩЖ')")).isEqualTo("Äßωж");
        assertThat(query(server, "SELECT string_agg(c, '' ORDER BY c) FROM unnest('{b,B,a,ä}'::text[]) c"))
                .isEqualTo("Babä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template1"})
    void letsOrdinaryRolesOnlyWhereTheyAreInvited(String database) throws Exception {
        String privilege = "SELECT has_database_privilege('pg_monitor', '" + database + "', 'CONNECT')";

        assertThat(query(server, privilege)).isEqualTo("f");
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> Sandbox.connect(server, "postgres", "wrong").close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void isNotReachableFromOutside() throws Exception {
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.equals(InetAddress.getLoopbackAddress()))
                .forEach(address -> assertThatThrownBy(() -> new Socket(address, server.port()).close())
                        .isInstanceOf(IOException.class));
    }

    @Test
    void givesItsSecretToNobody() {
        assertThat(server.toString()).doesNotContain(server.password());
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(commandLine -> commandLine.contains(server.password()));
    }

    @Test
    void clonesDatabases() throws Exception {
        try (Connection connection = Sandbox.connect(server, "postgres", server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE clone TEMPLATE template0 STRATEGY file_copy");
            Sandbox.connect(server, "clone", server.password()).close();
            statement.execute("DROP DATABASE clone WITH (FORCE)");
        }
    }
}
