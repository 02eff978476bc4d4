package org.pgtestdb4j.internal.recycle;

import java.util.Set;

/** What becomes of a used clone. */
sealed interface Verdict {

    /** It equals a fresh clone. */
    record Untouched() implements Verdict {}

    /**
     * It will, once some tables are emptied and sequences put back.
     *
     * @param tables by oid
     * @param sequences by name
     */
    record Restore(Set<Long> tables, Set<String> sequences) implements Verdict {}

    /** It is not worth the proof. */
    record Drop(Reason reason) implements Verdict {}
}
