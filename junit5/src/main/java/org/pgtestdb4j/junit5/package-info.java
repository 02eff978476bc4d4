/**
 * The binding for JUnit Jupiter: {@link org.pgtestdb4j.junit5.PgTest} on a class makes its tests receive databases as parameters.
 */
@NullMarked
package org.pgtestdb4j.junit5;

import org.jspecify.annotations.NullMarked;
