package org.pgtestdb4j.benchmarks.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;
import org.pgtestdb4j.benchmarks.Servers;
import org.pgtestdb4j.embedded.EmbeddedPostgres;

/** What one would write into a script: {@code initdb} and {@code pg_ctl start}, with the programs that ours uses, in memory too. */
public final class PlainClusters implements Contender {

    private final int count;
    private final String programs;

    /**
     * Takes how many.
     *
     * @param arguments the number of servers at once
     * @throws Exception if the programs cannot be found
     */
    public PlainClusters(List<String> arguments) throws Exception {
        this.count = Integer.parseInt(arguments.get(0));
        try (EmbeddedPostgres ours = EmbeddedPostgres.start();
                Connection session = ours.dataSource().getConnection();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT setting FROM pg_config WHERE name = 'BINDIR'")) {
            row.next();
            this.programs = row.getString(1);
        }
    }

    @Override
    public double once() throws Exception {
        return Servers.millisToFirstAnswers(count, () -> Plain.start(programs));
    }

    private record Plain(String programs, Path directory, int port) implements Servers.Running {

        static Plain start(String programs) throws Exception {
            Path memory = Path.of("/dev/shm");
            Path directory = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "pgtestdb4j-plain")
                    : Files.createTempDirectory("pgtestdb4j-plain");
            if (isRoot()) {
                run("chown", "postgres", directory.toString());
            }
            String data = directory.resolve("data").toString();
            asServer(programs + "/initdb", "-D", data, "-U", "postgres", "-A", "trust");
            // Chosen late: any connection on this machine may get this port meanwhile
            Plain plain = new Plain(programs, directory, freePort());
            asServer(
                    plain.control(),
                    "-D",
                    data,
                    "-w",
                    "-l",
                    directory.resolve("log").toString(),
                    "-o",
                    "-p " + plain.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
                    "start");
            return plain;
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private static boolean isRoot() {
            return System.getProperty("user.name").equals("root");
        }

        private String control() {
            return programs + "/pg_ctl";
        }

        @Override
        public Connection connect() throws Exception {
            return Server.connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        }

        @Override
        public void close() throws IOException {
            asServer(control(), "-D", directory.resolve("data").toString(), "-m", "immediate", "stop");
            run("rm", "-rf", directory.toString());
        }

        private static void asServer(String... command) throws IOException {
            List<String> whole = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
            whole.addAll(List.of(command));
            run(whole.toArray(String[]::new));
        }

        private static void run(String... command) throws IOException {
            int status = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status);
            }
        }
    }
}
