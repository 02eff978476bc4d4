package org.pgtestdb4j;

/**
 * A migrated database, sealed against connections, of which test databases are cloned.
 *
 * <p>Not meant for implementation by others. Safe for use by several threads.
 */
public interface Template {

    /**
     * Returns the hash of the migrator that built this template.
     *
     * @return the migrator's hash, as it gave it
     */
    String hash();

    /**
     * Returns the name of the template's database on the server.
     *
     * @return for example {@code pgtestdb4j_t_4f1c…}
     */
    String name();

    /**
     * Hands out a clone of this template. Blocks only when no ready one is there.
     *
     * @return a test database of its own; close it
     * @throws ServerException if the server cannot be reached any more
     * @throws DatabaseException if the clone cannot be made
     */
    TestDatabase database();
}
