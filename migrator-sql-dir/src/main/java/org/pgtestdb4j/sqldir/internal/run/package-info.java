/** Runs SQL files on the server; entry is {@link org.pgtestdb4j.sqldir.internal.run.ScriptRunner}. */
@NullMarked
package org.pgtestdb4j.sqldir.internal.run;

import org.jspecify.annotations.NullMarked;
