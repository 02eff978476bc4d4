package org.pgtestdb4j.spi;

/**
 * Where a {@link MigratorProvider} looks for files.
 *
 * @param classLoader the class loader of the tests
 */
public record MigratorContext(ClassLoader classLoader) {}
