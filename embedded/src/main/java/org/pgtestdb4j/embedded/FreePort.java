package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.pgtestdb4j.ServerException;

/** Picks a port that nobody listens on at this moment. Somebody may take it the next: {@link Readiness} notices. */
final class FreePort {

    private FreePort() {}

    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerException("There is no free port on the loopback address: " + e, e);
        }
    }
}
