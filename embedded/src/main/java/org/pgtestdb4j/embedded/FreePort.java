package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.pgtestdb4j.ServerException;

/** Picks a port that nobody listens on at this moment. Somebody may take it the next: {@link Readiness} notices. */
final class FreePort {

    /** Below the ports that systems give to outgoing connections, which would be in the way of a server that wants its port again. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 20;

    private FreePort() {}

    /** Returns a free port that is likely to be free later on, too. */
    static int findLasting() {
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST, HIGHEST)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseGet(FreePort::find);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerException("There is no free port on the loopback address: " + e, e);
        }
    }
}
