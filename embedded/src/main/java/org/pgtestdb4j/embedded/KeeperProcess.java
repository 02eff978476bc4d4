package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.ServerException;

/**
 * A shell that runs {@code keeper.sh} and was started by this JVM.
 *
 * @param process that shell
 */
record KeeperProcess(Process process) {

    static final Path SETSID = Path.of("/usr/bin/setsid");

    static KeeperProcess start(ServerUser user, Path script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(arguments);
        try {
            return new KeeperProcess(Commands.builder(inOwnSession(user.command(command)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new ServerException("Cannot start a shell for the embedded server: " + e, e);
        }
    }

    /** Out of reach of Ctrl-C and of whatever ends a whole process group. Only Linux has the program. */
    private static List<String> inOwnSession(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(SETSID.toString()));
        whole.addAll(command);
        return whole;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said before it ended. Its children may have the pipe open still, so this does not wait for the end of the stream. */
    String complaint() {
        try {
            InputStream errors = process.getErrorStream();
            return new String(errors.readNBytes(errors.available()), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Says something. A shell that has ended does not hear it, and whoever waits for what it does notices that. */
    void tell(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Ends its standard input. */
    void hangUp() throws IOException {
        process.getOutputStream().close();
    }
}
