/** A directory of SQL against psql; entries are {@link org.pgtestdb4j.benchmarks.sqldir.SqlFirstInJvm} and {@link org.pgtestdb4j.benchmarks.sqldir.SqlInWarmJvm}. */
@NullMarked
package org.pgtestdb4j.benchmarks.sqldir;

import org.jspecify.annotations.NullMarked;
