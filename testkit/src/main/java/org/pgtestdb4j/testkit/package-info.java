/** What every adapter of a migration tool must keep; entry is {@link org.pgtestdb4j.testkit.MigratorContract}. */
@NullMarked
package org.pgtestdb4j.testkit;

import org.jspecify.annotations.NullMarked;
