package org.pgtestdb4j.spi;

import java.util.Optional;
import org.pgtestdb4j.Migrator;

/**
 * Makes the migrators of one migration tool out of what stands in annotations and settings. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without parameters, are safe for use by several threads, and can be loaded when the tool
 * itself is not on the class path.
 */
public interface MigratorProvider {

    /**
     * Returns the word before the colon in {@code flyway:db/migration}.
     *
     * @return a short lower-case word
     */
    String id();

    /**
     * Returns the migrator of the place where the tool's files lie by convention.
     *
     * @param context where to look
     * @return a migrator, or nothing if there are no files or the tool is not on the class path
     */
    Optional<Migrator> byConvention(MigratorContext context);

    /**
     * Returns the migrator of a location.
     *
     * @param location what stands behind the colon
     * @param context where to look
     * @return a migrator
     * @throws org.pgtestdb4j.ConfigurationException if there is nothing at the location, or the tool is not on the class path
     */
    Migrator of(String location, MigratorContext context);

    /**
     * Says for error messages what {@link #byConvention} looks for.
     *
     * @return for example {@code classpath:db/migration}
     */
    String looksFor();
}
