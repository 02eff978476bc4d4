/**
 * What is implemented to add a migration tool ({@link org.pgtestdb4j.spi.MigratorProvider}) or a place where servers come from
 * ({@link org.pgtestdb4j.spi.ServerProvider}); both are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.pgtestdb4j.spi;

import org.jspecify.annotations.NullMarked;
