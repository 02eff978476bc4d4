package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Whether servers live. */
final class Servers {

    private Servers() {}

    /** Waits until nobody listens at a database's url. */
    static void awaitEnd(String url) throws Exception {
        URI uri = URI.create(url.substring("jdbc:".length()));
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (listens(uri)) {
            assertThat(Instant.now()).as("time to end %s", uri.getPort()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static boolean listens(URI uri) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 1_000);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
