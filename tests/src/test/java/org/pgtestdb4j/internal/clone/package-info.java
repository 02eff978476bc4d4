/** What of clones can be seen from inside only. */
@NullMarked
package org.pgtestdb4j.internal.clone;

import org.jspecify.annotations.NullMarked;
