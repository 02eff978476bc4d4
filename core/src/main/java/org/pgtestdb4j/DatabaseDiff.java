package org.pgtestdb4j;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.pgtestdb4j.internal.diff.Snapshot;

/**
 * What tells two databases apart: schemas, tables, columns, constraints, indexes, views, functions, triggers, types, sequences and their
 * state, policies, privileges, comments, settings, extensions, rows, and all else that the catalogs hold.
 *
 * <pre>{@code
 * DatabaseDiff diff = DatabaseDiff.between(migrated.dataSource(), restored.dataSource());
 * assertTrue(diff.isEmpty(), diff::toString);
 * }</pre>
 *
 * <p>The order of rows, physical layout, planner statistics and oids do not count, and neither do the names of the databases. Immutable.
 */
public final class DatabaseDiff {

    private final List<Difference> differences;

    private DatabaseDiff(List<Difference> differences) {
        this.differences = differences;
    }

    /**
     * One thing that the databases do not have in common.
     *
     * @param thing what and which, for example {@code column public.orders.item}
     * @param left what it is in the left database; empty if it is not there
     * @param right what it is in the right database; empty if it is not there
     */
    public record Difference(String thing, String left, String right) {

        /**
         * Returns the difference in three lines at most.
         *
         * @return the thing, and what it is on either side
         */
        @Override
        public String toString() {
            return thing + "\n  left:  " + orMissing(left) + "\n  right: " + orMissing(right);
        }

        private static String orMissing(String text) {
            return text.isEmpty() ? "(not there)" : text;
        }
    }

    /**
     * Compares two databases of servers of the same major version.
     *
     * @param left connections that may read everything in the left database
     * @param right connections that may read everything in the right database
     * @return their differences
     * @throws DatabaseException if something cannot be read, for example because of row security
     */
    public static DatabaseDiff between(DataSource left, DataSource right) {
        return builder().between(left, right);
    }

    /**
     * Returns a builder for comparisons in which not everything counts.
     *
     * @return a builder with which everything counts
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells whether the databases are equal.
     *
     * @return true if there is no difference
     */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /**
     * Returns the differences.
     *
     * @return the differences by name of the thing
     */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * Returns all differences for people.
     *
     * @return a few lines for each, or {@code no differences}
     */
    @Override
    public String toString() {
        return differences.isEmpty()
                ? "no differences"
                : differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
    }

    /** Says what does not count. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, Set<String>> ignored = new HashMap<>();

        private Builder() {}

        /**
         * Lets the values of columns not count, such as those that say when a migration ran.
         *
         * @param table the table's qualified name, quoted where SQL needs it, for example {@code public.flyway_schema_history}
         * @param columns the columns' names, without quotes
         * @return this builder
         */
        public Builder ignoreColumns(String table, String... columns) {
            ignored.computeIfAbsent(table, key -> new HashSet<>()).addAll(Arrays.asList(columns));
            return this;
        }

        /**
         * Compares two databases.
         *
         * @param left connections that may read everything in the left database
         * @param right connections that may read everything in the right database
         * @return their differences
         * @throws DatabaseException if something cannot be read, for example because of row security
         */
        public DatabaseDiff between(DataSource left, DataSource right) {
            try (Snapshot ofLeft = Snapshot.take(left.getConnection(), ignored);
                    Snapshot ofRight = Snapshot.take(right.getConnection(), ignored)) {
                return new DatabaseDiff(ofLeft.differences(ofRight).stream()
                        .map(difference -> new Difference(difference.thing(), difference.left(), difference.right()))
                        .toList());
            } catch (SQLException e) {
                throw new DatabaseException(
                        "Cannot compare the databases (SQLSTATE %s): %s. The connections must be outside a transaction, of a role that may read everything, best a superuser."
                                .formatted(e.getSQLState(), e.getMessage()),
                        e);
            }
        }
    }
}
