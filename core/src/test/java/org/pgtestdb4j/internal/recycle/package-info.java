/** Tests of what is decided about used clones. */
@NullMarked
package org.pgtestdb4j.internal.recycle;

import org.jspecify.annotations.NullMarked;
