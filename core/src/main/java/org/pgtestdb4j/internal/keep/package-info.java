/** Databases that outlive their test. Entry is {@link org.pgtestdb4j.internal.keep.KeptDatabases}. */
@NullMarked
package org.pgtestdb4j.internal.keep;

import org.jspecify.annotations.NullMarked;
