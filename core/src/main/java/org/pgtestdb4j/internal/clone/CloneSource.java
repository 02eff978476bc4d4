package org.pgtestdb4j.internal.clone;

/**
 * A sealed database that can be cloned.
 *
 * @param database its name
 * @param oid tells it from another database that gets the same name
 * @param attributes what cloning does not copy
 * @param crashProof whether a crash of the server leaves it as it is
 */
public record CloneSource(String database, long oid, DatabaseAttributes attributes, boolean crashProof) {}
