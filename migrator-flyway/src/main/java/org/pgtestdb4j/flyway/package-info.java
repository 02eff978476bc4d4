/** Templates from Flyway migrations; entry is {@link org.pgtestdb4j.flyway.FlywayMigrator}. */
@NullMarked
package org.pgtestdb4j.flyway;

import org.jspecify.annotations.NullMarked;
