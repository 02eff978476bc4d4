/** What of the registry can be seen from inside only. */
@NullMarked
package org.pgtestdb4j.internal.registry;

import org.jspecify.annotations.NullMarked;
