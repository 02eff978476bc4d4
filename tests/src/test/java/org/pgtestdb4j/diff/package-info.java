/** What {@link org.pgtestdb4j.DatabaseDiff} sees. */
@NullMarked
package org.pgtestdb4j.diff;

import org.jspecify.annotations.NullMarked;
