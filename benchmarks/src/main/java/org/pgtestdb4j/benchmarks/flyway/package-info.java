/** The Flyway adapter against Flyway alone; entries are {@link org.pgtestdb4j.benchmarks.flyway.FlywayFirstInJvm} and {@link org.pgtestdb4j.benchmarks.flyway.FlywayInWarmJvm}. */
@NullMarked
package org.pgtestdb4j.benchmarks.flyway;

import org.jspecify.annotations.NullMarked;
