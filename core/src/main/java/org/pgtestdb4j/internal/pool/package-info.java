/** Handing clones out without waiting, and taking them back. Entry is {@link org.pgtestdb4j.internal.pool.Shelf}. */
@NullMarked
package org.pgtestdb4j.internal.pool;

import org.jspecify.annotations.NullMarked;
