package org.pgtestdb4j.binding;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;

/**
 * One database that a class declares for its tests.
 *
 * @param name tells several databases of one class apart; empty for the default one
 * @param migrations locations as {@link Migrator#named} understands them, from the bottom layer up
 * @param migrator a migrator in code, applied on top of the migrations, or null; with neither, settings and convention decide
 * @param isolation what tests see of each other
 * @param keep when the database outlives its test
 * @param leaks what happens when the test leaves sessions open
 */
public record DatabaseRequest(
        String name,
        List<String> migrations,
        @Nullable Migrator migrator,
        Isolation isolation,
        Keep keep,
        Leaks leaks) {

    /**
     * Copies the list.
     *
     * @param name tells several databases of one class apart; empty for the default one
     * @param migrations locations as {@link Migrator#named} understands them, from the bottom layer up
     * @param migrator a migrator in code, applied on top of the migrations, or null
     * @param isolation what tests see of each other
     * @param keep when the database outlives its test
     * @param leaks what happens when the test leaves sessions open
     */
    public DatabaseRequest {
        migrations = List.copyOf(migrations);
    }

    /**
     * Makes a request that leaves it to settings what happens when the test leaves sessions open.
     *
     * @param name tells several databases of one class apart; empty for the default one
     * @param migrations locations as {@link Migrator#named} understands them, from the bottom layer up
     * @param migrator a migrator in code, applied on top of the migrations, or null
     * @param isolation what tests see of each other
     * @param keep when the database outlives its test
     */
    public DatabaseRequest(
            String name, List<String> migrations, @Nullable Migrator migrator, Isolation isolation, Keep keep) {
        this(name, migrations, migrator, isolation, keep, Leaks.DEFAULT);
    }

    /**
     * Returns the default database with everything left to settings and convention.
     *
     * @return a request without a name
     */
    public static DatabaseRequest ofDefaults() {
        return new DatabaseRequest("", List.of(), null, Isolation.DEFAULT, Keep.DEFAULT);
    }
}
