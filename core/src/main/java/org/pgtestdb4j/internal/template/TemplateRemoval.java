package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.RegisteredTemplates;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes templates: the longest unused where there are too many, and those that end with their engine. Safe for use by several threads. */
public final class TemplateRemoval {

    private static final Logger log = LoggerFactory.getLogger(TemplateRemoval.class);

    private final Admin admin;
    private final Registry registry;
    private final Dropper dropper;
    private final TemplateRules rules;

    /** Creates what removes templates by some rules. */
    public TemplateRemoval(Admin admin, Registry registry, Dropper dropper, TemplateRules rules) {
        this.admin = admin;
        this.registry = registry;
        this.dropper = dropper;
        this.rules = rules;
    }

    /** Removes templates, the longest unused first, until no more are left than the rules have; none that an engine uses or another template stands on. */
    public void removeUnused() throws SQLException {
        try (Connection session = admin.open("remove")) {
            registry.templates().forgetMissing(session);
            boolean removed = true;
            while (removed && areTooMany(session)) {
                removed = removeOne(session);
            }
        }
    }

    private boolean areTooMany(Connection session) throws SQLException {
        RegisteredTemplates.Total total = registry.templates().total(session);
        return total.count() > rules.maxCount() || total.bytes() > rules.maxBytes();
    }

    private boolean removeOne(Connection session) throws SQLException {
        for (String template : registry.templates().unneeded(session)) {
            if (tryRemove(session, template)) {
                log.debug("Removed the template {}, which was the longest unused", template);
                return true;
            }
        }
        return false;
    }

    private boolean tryRemove(Connection session, String template) throws SQLException {
        try {
            return dropper.tryDropTemplate(session, template);
        } catch (DatabaseException e) {
            log.debug("The template {} stays", template, e);
            return false;
        }
    }

    /**
     * Removes what was built for one engine, which uses it no more, and the role that was made for it.
     *
     * @param owner the engine's first id; null if what it built stays
     */
    public void endWith(Owner.@Nullable Id owner) throws SQLException {
        if (owner == null) {
            return;
        }
        try (Connection session = admin.open("remove")) {
            for (String template : registry.templates().of(owner.value())) {
                tryRemove(session, template);
            }
        }
        TestRole.dropThoseOf(admin, owner.value());
    }
}
