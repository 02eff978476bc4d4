/** Templates from MyBatis Migrations; entry is {@link org.pgtestdb4j.sqldir.mybatis.MyBatisMigrator}. */
@NullMarked
package org.pgtestdb4j.sqldir.mybatis;

import org.jspecify.annotations.NullMarked;
