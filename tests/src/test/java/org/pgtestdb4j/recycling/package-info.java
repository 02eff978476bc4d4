/** The proof that a database which was used before cannot be told from a fresh one. */
@NullMarked
package org.pgtestdb4j.recycling;

import org.jspecify.annotations.NullMarked;
