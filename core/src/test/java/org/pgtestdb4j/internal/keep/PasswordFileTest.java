package org.pgtestdb4j.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;

@DisabledOnOs(OS.WINDOWS)
class PasswordFileTest {

    private static String written(JdbcUrl url) throws IOException {
        Path file = PasswordFile.write(url).orElseThrow();
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            return Files.readString(file);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void isForAllDatabasesOfTheServerAndForNobodyElse() throws IOException {
        assertThat(written(new JdbcUrl("localhost", 5432, "db", "tester", "pw", Map.of())))
                .isEqualTo("localhost:5432:*:tester:pw" + System.lineSeparator());
    }

    @Test
    void escapesWhatSeparatesFields() throws IOException {
        assertThat(written(new JdbcUrl("::1", 5432, "db", "a:b", "c\\d:e", Map.of())))
                .isEqualTo("\\:\\:1:5432:*:a\\:b:c\\\\d\\:e" + System.lineSeparator());
    }

    @Test
    void hasTheDigitsOfLibpqInEveryCountry() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(written(new JdbcUrl("h", 5432, "db", "u", "p", Map.of())))
                    .startsWith("h:5432:*:");
        } finally {
            Locale.setDefault(before);
        }
    }
}
