/** The Liquibase adapter against Liquibase alone; entries are {@link org.pgtestdb4j.benchmarks.liquibase.LiquibaseFirstInJvm} and {@link org.pgtestdb4j.benchmarks.liquibase.LiquibaseInWarmJvm}. */
@NullMarked
package org.pgtestdb4j.benchmarks.liquibase;

import org.jspecify.annotations.NullMarked;
