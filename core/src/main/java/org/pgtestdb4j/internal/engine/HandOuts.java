package org.pgtestdb4j.internal.engine;

import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.LostTemplateException;
import org.pgtestdb4j.internal.pool.Pool;
import org.pgtestdb4j.internal.pool.ReadyClone;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.template.SealedTemplate;
import org.pgtestdb4j.internal.template.TemplateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that what the pool has ready may still be handed out. Safe for use by several threads. */
final class HandOuts {

    private static final Logger log = LoggerFactory.getLogger(HandOuts.class);

    private final Owner owner;
    private final TemplateStore templates;
    private final CloneFactory clones;
    private final Pool pool;
    private Owner.Id maker;

    HandOuts(Owner owner, TemplateStore templates, CloneFactory clones, Pool pool) {
        this.owner = owner;
        this.templates = templates;
        this.clones = clones;
        this.pool = pool;
        this.maker = owner.id();
    }

    /** Takes a clone of a template, or, if that is not there any more as it was found, of the one that is built in its place. */
    ReadyClone take(SealedTemplate template, String test) {
        forgetClonesOfOthers();
        try {
            rejectAfterCrash(template);
            return pool.take(template.source());
        } catch (LostTemplateException e) {
            if (pool.abandon(template.source())) {
                log.warn("{}, so it is built anew", e.getMessage());
            }
            return pool.take(templates.renew(template, test).source());
        }
    }

    /** A crash empties the unlogged tables also of those clones that were made before it. */
    private void rejectAfterCrash(SealedTemplate template) {
        if (!template.source().crashProof()) {
            clones.rejectLost(template.source());
        }
    }

    /** Who goes on as somebody else has no clones any more: they are dropped together with those of the dead. */
    private synchronized void forgetClonesOfOthers() {
        if (!owner.id().equals(maker)) {
            maker = owner.id();
            pool.forget();
        }
    }
}
