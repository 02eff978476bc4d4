/** What a clone costs. Entry is {@link org.pgtestdb4j.benchmarks.clone.Acquire}. */
@NullMarked
package org.pgtestdb4j.benchmarks.clone;

import org.jspecify.annotations.NullMarked;
