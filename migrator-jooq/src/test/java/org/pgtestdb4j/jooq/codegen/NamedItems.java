package org.pgtestdb4j.jooq.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Any adapter that is found by name; its location may be a resource with the name of the schema in it. */
public final class NamedItems implements MigratorProvider {

    static final String ID = "named-items";

    public NamedItems() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.empty();
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        try (InputStream in = context.classLoader().getResourceAsStream(location)) {
            return in == null
                    ? new TemplateDatabaseIT.Items()
                    : table(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Migrator table(String schema) {
        return Migrator.of("items in " + schema, url -> {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA " + schema + " CREATE TABLE item (id int)");
            }
        });
    }

    @Override
    public String looksFor() {
        return "nothing";
    }
}
