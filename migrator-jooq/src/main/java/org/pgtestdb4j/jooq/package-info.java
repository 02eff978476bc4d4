/** Templates from what jOOQ knows or runs; entry is {@link org.pgtestdb4j.jooq.JooqMigrator}. */
@NullMarked
package org.pgtestdb4j.jooq;

import org.jspecify.annotations.NullMarked;
