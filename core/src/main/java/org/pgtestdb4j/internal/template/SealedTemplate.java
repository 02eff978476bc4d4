package org.pgtestdb4j.internal.template;

import org.pgtestdb4j.internal.clone.CloneSource;

/**
 * A template that is complete and closed to connections.
 *
 * @param hash the hash of the migrator that built it
 * @param source what to clone
 */
public record SealedTemplate(String hash, CloneSource source) {}
