package org.pgtestdb4j.flyway;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@link FlywayMigrator}s out of {@code flyway:db/migration}. Can be loaded without Flyway. */
public final class FlywayMigratorProvider implements MigratorProvider {

    private static final String ID = "flyway";
    private static final MigrationLocation CONVENTION = MigrationLocation.of("classpath:db/migration");

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public FlywayMigratorProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String looksFor() {
        return "files in " + CONVENTION.descriptor()
                + (FlywayOnClassPath.isPresent() ? "" : ", and Flyway, which is not on the class path");
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return FlywayOnClassPath.isPresent() && hasFiles(CONVENTION, context)
                ? Optional.of(FlywayMigrator.of(List.of(CONVENTION.descriptor()), context.classLoader()))
                : Optional.empty();
    }

    private static boolean hasFiles(MigrationLocation location, MigratorContext context) {
        return location.addTo(Fingerprint.create(), context.classLoader()) > 0;
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        FlywayOnClassPath.requireComplete();
        List<String> locations = Stream.of(location.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (locations.isEmpty()) {
            throw new ConfigurationException(
                    "\"flyway:\" names no location. Write for example \"flyway:db/migration\".");
        }
        FlywayMigrator migrator = FlywayMigrator.of(locations, context.classLoader());
        migrator.hash(); // refuses a location that has no files or cannot be seen
        return migrator;
    }
}
