/** What we remember on the server, and who may touch what. Entry is {@link org.pgtestdb4j.internal.registry.Registry}. */
@NullMarked
package org.pgtestdb4j.internal.registry;

import org.jspecify.annotations.NullMarked;
