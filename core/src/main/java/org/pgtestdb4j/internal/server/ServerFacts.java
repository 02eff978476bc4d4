package org.pgtestdb4j.internal.server;

/**
 * What is true of a server for as long as it runs.
 *
 * @param version as {@code server_version_num} has it, for example 170011
 * @param systemIdentifier tells one cluster from another
 * @param fsync whether commits wait for a disk
 * @param superuser whether the admin is one
 */
public record ServerFacts(int version, String systemIdentifier, boolean fsync, boolean superuser) {

    /** Returns the major version, for example 17. */
    public int major() {
        return version / 10_000;
    }
}
