package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.postgresql.Driver;

class EmbeddedServerIT {

    @Test
    void answersQueries() throws Exception {
        try (PostgresServer server = new EmbeddedServerProvider().find(context())) {
            Properties p = new Properties();
            p.putAll(server.parameters());
            p.setProperty("user", server.user());
            p.setProperty("password", server.password());
            try (Connection c = new Driver().connect("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", p);
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("select version()")) {
                r.next();
                assertThat(r.getString(1)).startsWith("PostgreSQL 17");
            }
        }
    }

    private static ServerContext context() {
        return new ServerContext() {
            @Override
            public Optional<String> setting(String name) {
                return Optional.empty();
            }

            @Override
            public ClassLoader classLoader() {
                return EmbeddedServerIT.class.getClassLoader();
            }
        };
    }
}
