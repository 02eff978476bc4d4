/** A small harness that measures things side by side; entry is {@link org.pgtestdb4j.benchmarks.Main}, found are all {@link org.pgtestdb4j.benchmarks.Benchmark}s. */
@NullMarked
package org.pgtestdb4j.benchmarks;

import org.jspecify.annotations.NullMarked;
