/** Splits SQL files as psql does; entry is {@link org.pgtestdb4j.sqldir.internal.lexer.SqlLexer}. */
@NullMarked
package org.pgtestdb4j.sqldir.internal.lexer;

import org.jspecify.annotations.NullMarked;
