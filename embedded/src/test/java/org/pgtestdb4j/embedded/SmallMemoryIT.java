package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;

/** What happens where {@code /dev/shm} is small: in a JVM that sees another one there. */
class SmallMemoryIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        boolean can = Commands.run(
                        List.of("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/dev/shm"), Sandbox.LIMIT)
                .succeeded();
        assumeTrue(can, "only root can mount");
        sandbox = Sandbox.onDisk();
    }

    @AfterEach
    void remove() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** Runs in the JVM that sees a small {@code /dev/shm}: creates databases until it is refused, and says where the data lay. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Map.of(EmbeddedSettings.MODE, "private", EmbeddedSettings.CACHE, arguments[0]);
        try (PostgresServer server = new EmbeddedServerProvider().find(new MapContext(settings));
                Connection connection = Sandbox.connect(server, "postgres", server.password());
                Statement statement = connection.createStatement()) {
            System.out.println(Access.dataDirectory(connection));
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                server.checkRoom();
                statement.execute("CREATE DATABASE d" + i + " STRATEGY file_copy");
            }
        } catch (ServerException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void theMemoryOfAnOrdinaryContainerIsNotUsed() {
        assertThat(seeing("64m", 1)).startsWith(sandbox.cache().toString());
    }

    @Test
    void itIsRefusedBeforeThereIsNone() {
        assertThat(seeing("600m", 1_000))
                .startsWith("/dev/shm/")
                .contains("Only ")
                .contains("MB are left")
                .contains("--shm-size");
    }

    private String seeing(String size, int databases) {
        String mount = "mount -t tmpfs -o mode=1777,size=" + size + " tmpfs /dev/shm && exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", mount, "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallMemoryIT.class.getName(),
                sandbox.cache().toString(),
                Integer.toString(databases)));
        return Commands.run(command, LIMIT).output();
    }
}
