/**
 * Suites of tests that each want a database of their own. Entries are {@link org.pgtestdb4j.benchmarks.suite.Waits},
 * {@link org.pgtestdb4j.benchmarks.suite.Throughput}, {@link org.pgtestdb4j.benchmarks.suite.Growth} and
 * {@link org.pgtestdb4j.benchmarks.suite.Memory}. {@link org.pgtestdb4j.benchmarks.suite.Suite} and
 * {@link org.pgtestdb4j.benchmarks.suite.Databases} are for peers too, and so need nothing but the JDK.
 */
@NullMarked
package org.pgtestdb4j.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
