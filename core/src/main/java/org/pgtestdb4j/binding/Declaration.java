package org.pgtestdb4j.binding;

import java.util.List;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;

/**
 * What an annotation says about one database.
 *
 * @param name tells several databases of one class apart; empty for the default one
 * @param migrations locations as {@link Migrator#named} understands them, from the bottom layer up
 * @param migrator a class with a constructor without parameters, or {@link Migrator} itself for none
 * @param isolation what tests see of each other
 * @param keep when the database outlives its test
 * @param leaks what happens when the test leaves sessions open
 */
public record Declaration(
        String name,
        List<String> migrations,
        Class<? extends Migrator> migrator,
        Isolation isolation,
        Keep keep,
        Leaks leaks) {

    /**
     * Copies the list.
     *
     * @param name tells several databases of one class apart; empty for the default one
     * @param migrations locations as {@link Migrator#named} understands them, from the bottom layer up
     * @param migrator a class with a constructor without parameters, or {@link Migrator} itself for none
     * @param isolation what tests see of each other
     * @param keep when the database outlives its test
     * @param leaks what happens when the test leaves sessions open
     */
    public Declaration {
        migrations = List.copyOf(migrations);
    }
}
