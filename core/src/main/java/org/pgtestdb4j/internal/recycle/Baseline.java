package org.pgtestdb4j.internal.recycle;

import java.util.Map;

/**
 * What is true of every fresh clone of a template.
 *
 * @param relations all tables, indexes and overflow that are not the system's, by oid
 * @param refused the tables that are not emptied, by oid, and why
 * @param upkeep a digest of how long and how full all of the system's relations are said to be
 * @param sequences the state of each sequence by its name
 * @param surroundings what stands outside the database but belongs to it
 */
record Baseline(
        Map<Long, Relation> relations,
        Map<Long, Reason> refused,
        long upkeep,
        Map<String, String> sequences,
        String surroundings) {}
