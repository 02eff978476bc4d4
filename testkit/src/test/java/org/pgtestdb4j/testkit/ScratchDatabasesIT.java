package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;

class ScratchDatabasesIT {

    @Test
    void toleratesADatabaseThatSomebodyElseHasDropped() throws Exception {
        try (ScratchDatabases databases = ScratchDatabases.open()) {
            String dropped = databases.create();
            String other = databases.create();
            try (Connection admin = databases.asAdmin(other).getConnection();
                    Statement statement = admin.createStatement()) {
                statement.execute("DROP DATABASE " + dropped.replaceAll(".*/|\\?.*", ""));
            }

            databases.drop();

            assertThrows(SQLException.class, () -> ScratchDatabases.connect(other));
            String next = databases.create();
            assertNotEquals(other, next);
            assertNotEquals(dropped, next);
        }
    }

    @Test
    void readsLengthsOfTimeFromSystemProperties() {
        String setting = "pgtestdb4j.embedded.start-timeout";
        System.setProperty(setting, "soon");
        try {
            ConfigurationException refused = assertThrows(ConfigurationException.class, ScratchDatabases::open);
            assertTrue(refused.getMessage().contains(setting), refused::getMessage);
        } finally {
            System.clearProperty(setting);
        }
    }
}
