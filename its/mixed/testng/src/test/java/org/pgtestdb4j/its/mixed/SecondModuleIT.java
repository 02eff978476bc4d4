package org.pgtestdb4j.its.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.Test;

@PgTest
public class SecondModuleIT {

    private static final Instant THIS_JVM =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    @Test(invocationCount = 3)
    public void findsTheTemplateOfTheFirst() throws SQLException {
        assertThat(built()).isBetween(Instant.parse(System.getProperty("build.started")), THIS_JVM);
    }

    private static Instant built() throws SQLException {
        try (Connection connection = TestDatabase.current().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT at FROM built")) {
            assertThat(row.next()).isTrue();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
