package org.pgtestdb4j;

/**
 * Makes further databases for one test, which end with it.
 *
 * <p>Not meant for implementation by others. Safe for use by several threads.
 */
public interface TestDatabases {

    /**
     * Creates another clone of the template that the test's own database comes from.
     *
     * @return a database that is released with the test, and kept if the test's own would be
     */
    TestDatabase create();

    /**
     * Creates a clone of another template.
     *
     * @param migrator what the database shall contain
     * @return a database that is released with the test, and kept if the test's own would be
     */
    TestDatabase create(Migrator migrator);
}
