/**
 * What a test author meets: a {@link org.pgtestdb4j.PgTestDb} makes {@linkplain org.pgtestdb4j.TestDatabase test databases} out of what a
 * {@link org.pgtestdb4j.Migrator} builds once.
 */
@NullMarked
package org.pgtestdb4j;

import org.jspecify.annotations.NullMarked;
