package org.pgtestdb4j.internal.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.internal.clone.CopyStrategy;
import org.pgtestdb4j.internal.keep.Quota;
import org.pgtestdb4j.internal.recycle.Recycling;
import org.pgtestdb4j.internal.registry.RoleRequest;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.internal.template.TemplateRules;

/**
 * What holds for tests that say nothing else. It is read before anything is started, so that a misspelt setting costs nobody a wait.
 *
 * @param isolation never {@link Isolation#DEFAULT}
 * @param keep never {@link Keep#DEFAULT}
 * @param leaks never {@link Leaks#DEFAULT}
 * @param quota which kept databases stay
 * @param passwords directory for the password files of kept databases, if not the usual one
 * @param statements how many of a test's last statements are quoted beside its failure
 * @param templates when templates are built anew, and when they go
 * @param role which role tests have
 * @param strategy how the server copies a template
 * @param poolSize how many databases may be ready at a time
 * @param recycling whether used databases are handed out again
 */
record Defaults(
        Isolation isolation,
        Keep keep,
        Leaks leaks,
        Quota quota,
        Optional<Path> passwords,
        int statements,
        TemplateRules templates,
        RoleRequest role,
        CopyStrategy strategy,
        int poolSize,
        Recycling recycling) {

    static Defaults of(Settings settings) {
        Isolation isolation = settings.word(Setting.ISOLATION, Isolation.class);
        Keep keep = settings.word(Setting.KEEP, Keep.class);
        Leaks leaks = settings.word(Setting.LEAKS, Leaks.class);
        return new Defaults(
                isolation == Isolation.DEFAULT ? Isolation.DATABASE : isolation,
                keep == Keep.DEFAULT ? Keep.ON_FAILURE : keep,
                leaks == Leaks.DEFAULT ? Leaks.WARN : leaks,
                new Quota(settings.number(Setting.KEEP_MAX), settings.duration(Setting.KEEP_MAX_AGE)),
                settings.path(Setting.KEEP_DIRECTORY),
                settings.number(Setting.LOG_SQL),
                TemplateRules.of(settings),
                RoleRequest.of(settings),
                settings.word(Setting.CLONE_STRATEGY, CopyStrategy.class),
                settings.number(Setting.POOL_SIZE),
                settings.word(Setting.RECYCLE, Recycling.class));
    }
}
