package org.pgtestdb4j.recycling;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.recycling.PhysicalState.Depth;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Compares databases on one server with the eyes of its admin, who sees more than any test.
 *
 * @param adminUrl returns the admin's url of a database
 */
record Comparison(Function<String, String> adminUrl) {

    /** Returns what no renaming changes. */
    String oidOf(TestDatabase database) throws SQLException {
        try (Connection admin = open("postgres")) {
            return oidOf(database, admin);
        }
    }

    /** Returns the same, with a session of the admin on any database. */
    static String oidOf(TestDatabase database, Connection admin) throws SQLException {
        return String.valueOf(Query.value(admin, "SELECT oid FROM pg_database WHERE datname = ?", database.name()));
    }

    /** Connects as the admin. */
    Connection open(String database) throws SQLException {
        return TestServer.open(adminUrl.apply(database));
    }

    /**
     * Returns how one database differs from a fresh one; empty if it does not.
     *
     * @param untouched whether nothing was done to either since it was handed out
     */
    String between(TestDatabase fresh, TestDatabase used, boolean untouched) throws SQLException {
        try (Connection left = open(fresh.name());
                Connection right = open(used.name())) {
            return between(left, right, untouched);
        }
    }

    /** Returns the same, with sessions of the admin on the two. */
    static String between(Connection fresh, Connection used, boolean untouched) throws SQLException {
        PhysicalState left = PhysicalState.of(fresh, untouched, Depth.DIGEST);
        return left.equals(PhysicalState.of(used, untouched, Depth.DIGEST))
                ? ""
                : String.join(
                        "\n",
                        PhysicalState.of(fresh, untouched, Depth.TEXT)
                                .differencesFrom(PhysicalState.of(used, untouched, Depth.TEXT)));
    }

    /** Returns what users of the library would see of such a difference; empty if there is none. */
    String diff(TestDatabase fresh, TestDatabase used) {
        return DatabaseDiff.between(sourceOf(fresh), sourceOf(used)).differences().stream()
                .map(DatabaseDiff.Difference::toString)
                .collect(Collectors.joining("\n"));
    }

    private DataSource sourceOf(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(adminUrl.apply(database.name()));
        return source;
    }

    static String firstDifference(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return "  fresh:    " + left.get(i) + "\n  recycled: " + right.get(i);
            }
        }
        return "";
    }
}
