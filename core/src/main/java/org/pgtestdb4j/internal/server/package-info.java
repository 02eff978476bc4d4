/** The server behind a run and the admin's sessions on it. Entry is {@link org.pgtestdb4j.internal.server.Admin}. */
@NullMarked
package org.pgtestdb4j.internal.server;

import org.jspecify.annotations.NullMarked;
