package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ServerException;

class PgDumpTest {

    @TempDir
    private Path directory;

    @Test
    void isTheFirstThatIsNewEnough() throws Exception {
        List<Path> places = List.of(directory.resolve("none"), place(15), place(17), place(18));

        assertThat(PgDump.find(16, places).program()).isEqualTo(directory.resolve("17/pg_dump"));
    }

    @Test
    void isMissed() {
        assertThatThrownBy(() -> PgDump.find(17, List.of(directory)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("pg_dump of PostgreSQL 17 or newer, and there is none")
                .hasMessageContaining("Install");
    }

    @Test
    void isNamedWhereItIsTooOld() throws Exception {
        Path old = place(15);

        assertThatThrownBy(() -> PgDump.find(17, List.of(old)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("only " + old.resolve("pg_dump") + " of version 15");
    }

    private Path place(int major) throws Exception {
        Path place = Files.createDirectory(directory.resolve("" + major));
        Path program =
                Files.writeString(place.resolve("pg_dump"), "#!/bin/sh\necho 'pg_dump (PostgreSQL) " + major + ".3'\n");
        Files.setPosixFilePermissions(program, Permissions.of(0755));
        return place;
    }
}
