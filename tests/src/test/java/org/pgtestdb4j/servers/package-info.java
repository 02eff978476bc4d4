/** Servers that cannot be worked with, that allow only so much, or that end sessions. */
@NullMarked
package org.pgtestdb4j.servers;

import org.jspecify.annotations.NullMarked;
