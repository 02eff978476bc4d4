/** Puts the parts together for one server and one configuration. Entry is {@link org.pgtestdb4j.internal.engine.Engines}. */
@NullMarked
package org.pgtestdb4j.internal.engine;

import org.jspecify.annotations.NullMarked;
