package org.pgtestdb4j.internal.clone;

/**
 * A database that was cloned and has not been given to anybody yet.
 *
 * @param database its name
 */
public record Clone(String database) {}
