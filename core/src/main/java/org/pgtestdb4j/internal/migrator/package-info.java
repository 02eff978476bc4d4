/** Which {@link org.pgtestdb4j.Migrator} a test means; entry is {@link org.pgtestdb4j.internal.migrator.MigratorLookup}. */
@NullMarked
package org.pgtestdb4j.internal.migrator;

import org.jspecify.annotations.NullMarked;
