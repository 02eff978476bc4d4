package org.pgtestdb4j.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Speaks enough of PostgreSQL's protocol to ask its first visitor for the password in clear. */
final class Impostor implements AutoCloseable {

    private static final int CLEAR_PASSWORD = 3;

    private final ServerSocket socket;
    private final FutureTask<String> visit = new FutureTask<>(this::receive);

    private final int port;

    private Impostor(ServerSocket socket) {
        this.socket = socket;
        this.port = socket.getLocalPort();
    }

    static Impostor listen() throws IOException {
        Impostor impostor = new Impostor(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(impostor.visit, "impostor");
        thread.setDaemon(true);
        thread.start();
        return impostor;
    }

    int port() {
        return port;
    }

    /** What the visitor said after the question. */
    String heard() throws Exception {
        return visit.get(Sandbox.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private String receive() throws IOException {
        try (socket;
                Socket visitor = socket.accept()) {
            DataInputStream in = new DataInputStream(visitor.getInputStream());
            in.readNBytes(in.readInt() - Integer.BYTES);
            DataOutputStream out = new DataOutputStream(visitor.getOutputStream());
            out.write('R');
            out.writeInt(2 * Integer.BYTES);
            out.writeInt(CLEAR_PASSWORD);
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
