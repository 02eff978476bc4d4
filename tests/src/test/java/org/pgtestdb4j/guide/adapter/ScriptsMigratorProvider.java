package org.pgtestdb4j.guide.adapter;

import java.nio.file.Path;
import java.util.Optional;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** A snippet of docs/write-an-adapter.md. */
public final class ScriptsMigratorProvider implements MigratorProvider {

    @Override
    public String id() {
        return "scripts";
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        return new ScriptsMigrator(Path.of(location));
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.empty();
    }

    @Override
    public String looksFor() {
        return "nothing; write scripts:path/to/directory";
    }
}
