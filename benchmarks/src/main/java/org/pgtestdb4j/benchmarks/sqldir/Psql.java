package org.pgtestdb4j.benchmarks.sqldir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;

/** One psql that runs all files in one session, which is the fastest way that psql has. */
final class Psql implements Contender {

    private final Server server;
    private final Path directory;

    Psql(Server server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
    }

    @Override
    public double once() throws Exception {
        String url = server.createDatabase();
        try {
            return Contender.millis(() -> run(url));
        } finally {
            server.dropDatabase(url);
        }
    }

    private void run(String url) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", uri(url)));
        for (int i = 1; i <= SqlFiles.FILES; i++) {
            command.add("-f");
            command.add(directory.resolve(SqlFiles.name(i)).toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("psql failed; it says above why");
        }
    }

    private static String uri(String jdbcUrl) {
        return jdbcUrl.substring("jdbc:".length());
    }
}
