package org.pgtestdb4j.its.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class FirstModuleIT {

    private static final Set<Instant> BUILT = ConcurrentHashMap.newKeySet();

    @RepeatedTest(3)
    void buildsTheTemplateOnce(DataSource database) throws SQLException {
        BUILT.add(built(database));

        assertThat(BUILT)
                .singleElement()
                .satisfies(at -> assertThat(at).isAfter(Instant.parse(System.getProperty("build.started"))));
    }

    private static Instant built(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT at FROM built")) {
            assertThat(row.next()).isTrue();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
