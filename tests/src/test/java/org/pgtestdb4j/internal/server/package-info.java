/** The admin's sessions, on a real server. */
@NullMarked
package org.pgtestdb4j.internal.server;

import org.jspecify.annotations.NullMarked;
