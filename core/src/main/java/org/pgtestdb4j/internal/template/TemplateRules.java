package org.pgtestdb4j.internal.template;

import java.time.Duration;
import java.util.Optional;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;

/**
 * When templates are built anew, and when they go.
 *
 * @param lifetime how long they stay
 * @param maxAge after which they are built anew; empty for never
 * @param rebuild whether each is built anew by an engine that finds one from before its own start
 * @param maxCount beyond which the longest unused go
 * @param maxBytes beyond which the longest unused go
 * @param migrationTimeout how long one migrator may take
 */
public record TemplateRules(
        TemplateLifetime lifetime,
        Optional<Duration> maxAge,
        boolean rebuild,
        int maxCount,
        long maxBytes,
        Duration migrationTimeout) {

    private static final Duration SEALED_WITHIN = Duration.ofMinutes(5);

    /** Reads what is set. */
    public static TemplateRules of(Settings settings) {
        return new TemplateRules(
                settings.word(Setting.TEMPLATE_LIFETIME, TemplateLifetime.class),
                settings.find(Setting.TEMPLATE_MAX_AGE).map(text -> settings.duration(Setting.TEMPLATE_MAX_AGE)),
                settings.isTrue(Setting.TEMPLATE_REBUILD),
                settings.number(Setting.TEMPLATE_MAX_COUNT),
                settings.size(Setting.TEMPLATE_MAX_SIZE),
                settings.duration(Setting.MIGRATION_TIMEOUT));
    }

    /** Returns how long to wait for a template that somebody else builds. */
    Duration patience() {
        return migrationTimeout.plus(SEALED_WITHIN);
    }
}
