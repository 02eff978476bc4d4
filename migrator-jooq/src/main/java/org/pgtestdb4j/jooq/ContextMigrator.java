package org.pgtestdb4j.jooq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;

/** Code with a {@code DSLContext}. */
record ContextMigrator(String given, JooqMigrator.Step step) implements Migrator {

    ContextMigrator {
        Objects.requireNonNull(step, "step");
        if (given.isBlank()) {
            throw new ConfigurationException(
                    "The hash of a step with jOOQ is blank. Give it a text that changes whenever its outcome does.");
        }
    }

    @Override
    public String hash() {
        Jooq.requirePresent();
        Fingerprint sum = Fingerprint.create()
                .text("jooq", Jooq.version())
                .text("given", given)
                .text("step", className());
        try (InputStream in =
                step.getClass().getResourceAsStream("/" + className().replace('.', '/') + ".class")) {
            return sum.text("code", in == null ? "" : HexFormat.of().formatHex(in.readAllBytes()))
                    .toHex();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class file of " + className(), e);
        }
    }

    /** A lambda has no class file; its code stands in that of the class around it. */
    private String className() {
        String name = step.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    @Override
    public void migrate(String url) throws Exception {
        Jooq.requirePresent();
        try (Connection connection = Jooq.connect(url, new Properties())) {
            step.migrate(Jooq.on(connection));
            if (!Jooq.isIdle(connection)) {
                throw new SQLException(
                        "The step \"%s\" with jOOQ ends within a transaction, so its work would be lost. Commit it, or use ctx.transaction(…)."
                                .formatted(given));
            }
        }
    }

    @Override
    public String toString() {
        return "jOOQ step " + given;
    }
}
