/**
 * The binding for TestNG: {@link org.pgtestdb4j.testng.PgTest} on a class gives databases to its tests, by
 * {@link org.pgtestdb4j.TestDatabase#current()} or as parameters.
 */
@NullMarked
package org.pgtestdb4j.testng;

import org.jspecify.annotations.NullMarked;
