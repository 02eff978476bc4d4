package org.pgtestdb4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.embedded.PgCluster;

class OwnServerIT {

    @Test
    void hasItsOwnConfiguration() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .conf("wal_level", "logical")
                .extension("pg_trgm")
                .start()) {
            assertThat(first(postgres, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void reconnects(@PgCluster EmbeddedPostgres postgres) throws SQLException {
        postgres.restart();
        assertThat(first(postgres, "SELECT 1")).isEqualTo("1");
    }

    private static String first(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
