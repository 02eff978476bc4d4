package org.pgtestdb4j.internal.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.LostTemplateException;
import org.pgtestdb4j.internal.pool.Shelf;
import org.pgtestdb4j.internal.pool.Supply;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.template.SealedTemplate;
import org.pgtestdb4j.internal.template.TemplateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shelves of all templates of an engine. Safe for use by several threads. */
final class Shelves {

    private static final Logger log = LoggerFactory.getLogger(Shelves.class);

    private final Owner owner;
    private final TemplateStore templates;
    private final CloneFactory clones;
    private final Supply supply;
    private final Consumer<Clone> dropLater;
    private final Map<SealedTemplate, Shelf> shelves = new ConcurrentHashMap<>();
    private Owner.Id maker;

    Shelves(Owner owner, TemplateStore templates, CloneFactory clones, Supply supply, Consumer<Clone> dropLater) {
        this.owner = owner;
        this.templates = templates;
        this.clones = clones;
        this.supply = supply;
        this.dropLater = dropLater;
        this.maker = owner.id();
    }

    /** Takes a clone of a template, or, if that is not there any more as it was found, of the one that is built in its place. */
    Clone take(SealedTemplate template, String test) {
        forgetClonesOfOthers();
        try {
            rejectAfterCrash(template);
            return of(template).take();
        } catch (LostTemplateException e) {
            Shelf shelf = shelves.remove(template);
            if (shelf != null) {
                log.warn("{}, so it is built anew", e.getMessage());
                shelf.close(Duration.ZERO).forEach(dropLater);
            }
            return of(templates.renew(template, test)).take();
        }
    }

    private Shelf of(SealedTemplate template) {
        return shelves.computeIfAbsent(template, key -> new Shelf(() -> clones.create(key.source()), supply));
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
            shelves.values().forEach(Shelf::forget);
        }
    }

    /** Makes nothing ahead any more, and has dropped what nobody took. */
    void close(long deadline) {
        shelves.values()
                .forEach(shelf -> shelf.close(Duration.ofNanos(deadline - System.nanoTime()))
                        .forEach(dropLater));
    }
}
