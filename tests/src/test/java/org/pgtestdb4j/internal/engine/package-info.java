/** What of the engine can be seen from inside only. */
@NullMarked
package org.pgtestdb4j.internal.engine;

import org.jspecify.annotations.NullMarked;
