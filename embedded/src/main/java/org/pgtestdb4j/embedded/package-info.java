/**
 * Starts a PostgreSQL server of our own, without Docker and without anything installed: {@link org.pgtestdb4j.embedded.EmbeddedServerProvider}.
 */
@NullMarked
package org.pgtestdb4j.embedded;

import org.jspecify.annotations.NullMarked;
