/** Templates from directories of SQL files. */
@NullMarked
package org.pgtestdb4j.sqldir;

import org.jspecify.annotations.NullMarked;
