package org.pgtestdb4j.testng;

import java.util.Optional;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@code notes:3} out of annotations and settings, and a migrator by convention. */
public final class NotesMigratorProvider implements MigratorProvider {

    @Override
    public String id() {
        return "notes";
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.of(new NotesMigrator());
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        return new NotesMigrator(Integer.parseInt(location));
    }

    @Override
    public String looksFor() {
        return "nothing";
    }
}
