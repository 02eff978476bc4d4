/** The embedded server: how long servers of one's own take, and the first database of a run; entries are {@link org.pgtestdb4j.benchmarks.embedded.Clusters} and {@link org.pgtestdb4j.benchmarks.embedded.FirstDatabase}. */
@NullMarked
package org.pgtestdb4j.benchmarks.embedded;

import org.jspecify.annotations.NullMarked;
