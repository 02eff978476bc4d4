package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.fixture.TestServer;

/** What listens at the url is not what we can work with. It is played by a socket that says what such a thing says. */
class RefusedServersIT {

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    /** What is done with each connection. */
    @FunctionalInterface
    private interface Conversation {

        void with(Socket client) throws IOException;
    }

    private static void accept(ServerSocket socket, ExecutorService pool, Conversation conversation) {
        pool.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    pool.execute(() -> {
                        try (client) {
                            conversation.with(client);
                        } catch (IOException e) {
                            // The other side has gone.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private Throwable failureAt(TestServer server, Conversation conversation) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            accept(socket, pool, conversation);
            String url = server.url()
                    .replace(":" + server.port() + "/", ":" + socket.getLocalPort() + "/")
                    .replaceAll("&requireAuth=[^&]*", "");
            return catchThrowable(() -> PgTestDb.builder().url(url).open().close());
        }
    }

    /** A pooler greets with a number of its own, since it does not know yet which session of the server will do the work. */
    @Test
    void thereIsAPoolerInFront() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(failureAt(server, client -> pool(client, server)))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("connection pooler", "pgtestdb4j.url")
                    .hasMessageNotContaining(server.password());
            assertThat(server.exists("pgtestdb4j")).isFalse();
        }
    }

    private void pool(Socket client, TestServer server) throws IOException {
        try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            pool.execute(() -> {
                try {
                    client.getInputStream().transferTo(behind.getOutputStream());
                } catch (IOException e) {
                    // The other side has gone.
                }
            });
            DataInputStream from = new DataInputStream(behind.getInputStream());
            DataOutputStream to = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte type = from.readByte();
                byte[] content = from.readNBytes(from.readInt() - Integer.BYTES);
                if (type == 'K') {
                    ByteBuffer.wrap(content).putInt(0, 7);
                }
                to.writeByte(type);
                to.writeInt(content.length + Integer.BYTES);
                to.write(content);
                to.flush();
            }
        }
    }

    /** PostgreSQL 13 does not know one of the settings that every session of ours begins with. */
    @Test
    void itIsTooOld() throws Exception {
        assertThat(failureAt(TestServer.shared(), RefusedServersIT::answerAsPostgres13))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("runs PostgreSQL 13", "14 or newer is needed", "pgtestdb4j.url")
                .hasMessageNotContaining(TestServer.shared().password());
    }

    private static void answerAsPostgres13(Socket client) throws IOException {
        DataInputStream from = new DataInputStream(client.getInputStream());
        DataOutputStream to = new DataOutputStream(client.getOutputStream());
        if (refuseStart(from, to)) {
            return;
        }
        send(to, 'R', new byte[] {0, 0, 0, 0});
        send(to, 'S', "server_version\00013.23\0".getBytes(StandardCharsets.US_ASCII));
        send(to, 'S', "client_encoding\0UTF8\0".getBytes(StandardCharsets.US_ASCII));
        send(to, 'S', "DateStyle\0ISO, MDY\0".getBytes(StandardCharsets.US_ASCII));
        send(to, 'K', new byte[8]);
        send(to, 'Z', new byte[] {'I'});
        for (byte type = from.readByte(); type != 'X'; type = from.readByte()) {
            from.readNBytes(from.readInt() - Integer.BYTES);
            if (type == 'S') {
                send(to, '1', new byte[0]);
                send(to, '2', new byte[0]);
                send(to, 'n', new byte[0]);
                send(to, 'C', "SET\0".getBytes(StandardCharsets.US_ASCII));
                send(to, 'Z', new byte[] {'I'});
            }
        }
    }

    /** The second attempt, which asks for nothing unusual, ends without an answer. */
    @Test
    void itDoesNotSayWhatIsWrongWithIt() throws Exception {
        assertThat(failureAt(
                        TestServer.shared(),
                        client -> refuseStart(
                                new DataInputStream(client.getInputStream()),
                                new DataOutputStream(client.getOutputStream()))))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("42704", "PostgreSQL 14 or newer", "connection pooler");
    }

    /** Reads what a session begins with, and says that one setting is not known, if it is among it. */
    private static boolean refuseStart(DataInputStream from, DataOutputStream to) throws IOException {
        String start = new String(from.readNBytes(from.readInt() - Integer.BYTES), StandardCharsets.UTF_8);
        if (!start.contains("idle_session_timeout")) {
            return false;
        }
        send(
                to,
                'E',
                "SFATAL\0VFATAL\0C42704\0Munrecognized configuration parameter \"idle_session_timeout\"\0\0"
                        .getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static void send(DataOutputStream to, char type, byte[] content) throws IOException {
        to.writeByte(type);
        to.writeInt(content.length + Integer.BYTES);
        to.write(content);
        to.flush();
    }

    @Test
    void itIsNoPostgresAtAll() throws Exception {
        assertThat(failureAt(
                        TestServer.shared(),
                        client -> client.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("PostgreSQL 14 or newer");
    }
}
