package org.pgtestdb4j.internal.recycle;

import java.util.Map;
import java.util.Set;

/**
 * What a look at a database found.
 *
 * @param relations the state of all that is not the system's, by oid
 * @param catalogs the names of the system's catalogs that were ever written to since the clone was made
 * @param upkeep a digest of how long and how full all of the system's relations are said to be
 * @param sequences the state of each sequence by its name
 * @param surroundings what stands outside the database but belongs to it
 */
record Sight(
        Map<Long, Relation.State> relations,
        Set<String> catalogs,
        long upkeep,
        Map<String, String> sequences,
        Surroundings surroundings) {}
