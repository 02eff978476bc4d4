/** Templates from Liquibase changelogs; entry is {@link org.pgtestdb4j.liquibase.LiquibaseMigrator}. */
@NullMarked
package org.pgtestdb4j.liquibase;

import org.jspecify.annotations.NullMarked;
