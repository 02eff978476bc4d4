/** Comparing two databases. Entry is {@link org.pgtestdb4j.internal.diff.Snapshot}. */
@NullMarked
package org.pgtestdb4j.internal.diff;

import org.jspecify.annotations.NullMarked;
