package org.pgtestdb4j.internal.engine;

import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.internal.registry.RoleRequest;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.internal.template.TemplateRules;

/**
 * What holds for tests that say nothing else. It is read before anything is started, so that a misspelt setting costs nobody a wait.
 *
 * @param isolation never {@link Isolation#DEFAULT}
 * @param keep never {@link Keep#DEFAULT}
 * @param templates when templates are built anew, and when they go
 * @param role which role tests have
 */
record Defaults(Isolation isolation, Keep keep, TemplateRules templates, RoleRequest role) {

    static Defaults of(Settings settings) {
        Isolation isolation = settings.word(Setting.ISOLATION, Isolation.DEFAULT);
        Keep keep = settings.word(Setting.KEEP, Keep.DEFAULT);
        return new Defaults(
                isolation == Isolation.DEFAULT ? Isolation.DATABASE : isolation,
                keep == Keep.DEFAULT ? Keep.ON_FAILURE : keep,
                TemplateRules.of(settings),
                RoleRequest.of(settings));
    }
}
