package org.pgtestdb4j.internal.template;

import java.util.List;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.internal.clone.CloneSource;

/**
 * A template that is complete and closed to connections.
 *
 * @param layers the migrators that built it, from the bottom up
 * @param hash the hash of the last of them
 * @param source what to clone
 */
public record SealedTemplate(List<Migrator> layers, String hash, CloneSource source) {}
