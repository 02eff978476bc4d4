/**
 * Giving out a used clone again, after proof that it equals a fresh one. Entry is {@link org.pgtestdb4j.internal.recycle.Recycler}.
 */
@NullMarked
package org.pgtestdb4j.internal.recycle;

import org.jspecify.annotations.NullMarked;
