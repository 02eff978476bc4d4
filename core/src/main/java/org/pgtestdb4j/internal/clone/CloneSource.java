package org.pgtestdb4j.internal.clone;

/**
 * A sealed database that can be cloned.
 *
 * @param database its name
 * @param attributes what cloning does not copy
 */
public record CloneSource(String database, DatabaseAttributes attributes) {}
