package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("server.log");
    }

    @Test
    void quotesItsLastLines() throws Exception {
        Files.writeString(
                file, IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));

        assertThat(new ServerLog(file).tail())
                .hasLineCount(20)
                .startsWith("line 81")
                .endsWith("line 100");
    }

    @Test
    void quotesEverythingOfAShortOne() throws Exception {
        Files.writeString(file, "one\ntwo\n");

        assertThat(new ServerLog(file).tail()).isEqualTo("one\ntwo");
    }

    @Test
    void saysThatItIsMissing() {
        assertThat(new ServerLog(file).tail()).contains("no log").contains(file.toString());
    }

    @Test
    void tellsATakenPort() throws Exception {
        Files.writeString(file, "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use");
        assertThat(new ServerLog(file).saysPortIsTaken()).isTrue();

        Files.writeString(file, "FATAL:  out of memory");
        assertThat(new ServerLog(file).saysPortIsTaken()).isFalse();
    }
}
