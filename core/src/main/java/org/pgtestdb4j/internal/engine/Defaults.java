package org.pgtestdb4j.internal.engine;

import java.time.Duration;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;

/**
 * What holds for tests that say nothing else. It is read before anything is started, so that a misspelt setting costs nobody a wait.
 *
 * @param isolation never {@link Isolation#DEFAULT}
 * @param keep never {@link Keep#DEFAULT}
 * @param migrationTimeout how long one migrator may take
 */
record Defaults(Isolation isolation, Keep keep, Duration migrationTimeout) {

    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    static Defaults of(Settings settings) {
        Isolation isolation = settings.word(Setting.ISOLATION, Isolation.DEFAULT);
        Keep keep = settings.word(Setting.KEEP, Keep.DEFAULT);
        return new Defaults(
                isolation == Isolation.DEFAULT ? Isolation.DATABASE : isolation,
                keep == Keep.DEFAULT ? Keep.ON_FAILURE : keep,
                settings.duration(Setting.MIGRATION_TIMEOUT, MIGRATION_TIMEOUT));
    }
}
