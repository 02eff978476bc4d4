package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgtestdb4j.internal.jdbc.Sql;

/** Empties tables and puts sequences back. None of it runs code that a test may have left. */
final class Restore {

    private final Baseline baseline;
    private final Connection session;

    /**
     * Creates a restore.
     *
     * @param session in replica role, so that neither triggers nor foreign keys act
     */
    Restore(Baseline baseline, Connection session) {
        this.baseline = baseline;
        this.session = session;
    }

    /** Returns all that belongs to tables: themselves, their indexes and their overflow. */
    Collection<Long> partsOf(Set<Long> tables) {
        return baseline.relations().entrySet().stream()
                .filter(entry -> tables.contains(entry.getValue().table()))
                .map(Map.Entry::getKey)
                .toList();
    }

    void run(Verdict.Restore what) throws SQLException {
        if (!what.tables().isEmpty()) {
            empty(what.tables());
        }
        if (!what.sequences().isEmpty()) {
            putBack(what.sequences());
        }
        // What this session wrote would be counted some time later otherwise, as if the next test had done it.
        Sql.execute(session, "SELECT pg_stat_force_next_flush()");
    }

    /** The deleted rows' pages can go only after the transaction that deleted them, and with them the indexes' entries. */
    private void empty(Set<Long> tables) throws SQLException {
        List<String> names = tables.stream()
                .map(oid ->
                        Objects.requireNonNull(baseline.relations().get(oid)).name())
                .toList();
        Sql.execute(
                session, names.stream().map(name -> "DELETE FROM ONLY " + name).collect(Collectors.joining("; ")));
        Sql.execute(session, "VACUUM (TRUNCATE, INDEX_CLEANUP ON, PARALLEL 0) " + String.join(", ", names));
    }

    private void putBack(Set<String> sequences) throws SQLException {
        Sql.execute(
                session, sequences.stream().map(this::puttingBack).collect(Collectors.joining(", ", "SELECT ", "")));
    }

    private String puttingBack(String sequence) {
        return "setval(%s, %s)"
                .formatted(
                        Sql.literal(sequence),
                        Objects.requireNonNull(baseline.sequences().get(sequence)));
    }
}
