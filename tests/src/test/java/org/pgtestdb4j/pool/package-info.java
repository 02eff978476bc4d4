/** Databases that are ready before a test asks. */
@NullMarked
package org.pgtestdb4j.pool;

import org.jspecify.annotations.NullMarked;
