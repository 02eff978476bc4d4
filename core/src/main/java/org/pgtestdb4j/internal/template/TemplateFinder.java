package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.migrator.ExistingDatabase;
import org.pgtestdb4j.internal.registry.RegisteredTemplates;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds templates on the server, and has those built that are missing or too old: once for all processes that share the server. Safe for use
 * by several threads.
 */
final class TemplateFinder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TemplateFinder.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Admin admin;
    private final Registry registry;
    private final CloneFactory clones;
    private final TemplateBuilder builder;
    private final TemplateRules rules;
    private final TemplateLocks locks;
    private final String start;
    private final LongAdder built = new LongAdder();
    private final LongAdder reused = new LongAdder();

    /**
     * Creates a finder.
     *
     * @param start the server's time from which on a template is one of this run
     */
    TemplateFinder(
            Admin admin,
            Registry registry,
            CloneFactory clones,
            TemplateBuilder builder,
            TemplateRules rules,
            String start) {
        this.admin = admin;
        this.registry = registry;
        this.clones = clones;
        this.builder = builder;
        this.rules = rules;
        this.start = start;
        this.locks = new TemplateLocks(admin);
    }

    long built() {
        return built.sum();
    }

    long reused() {
        return reused.sum();
    }

    /** Gets the template below, if one is to be built. */
    @FunctionalInterface
    interface Below {

        @Nullable
        CloneSource find() throws SQLException;
    }

    /** Tells whether a template is there as it was found. */
    boolean isIntact(SealedTemplate template) throws SQLException {
        return clones.isIntact(template.source());
    }

    /** Finds a template, or builds it. */
    SealedTemplate findOrBuild(TemplateKey key, List<Migrator> layers, Below below) throws SQLException {
        Optional<SealedTemplate> found = find(key, layers);
        return found.isPresent() ? reuse(found.get()) : buildUnderLock(key, layers, below);
    }

    private SealedTemplate reuse(SealedTemplate template) {
        reused.increment();
        return template;
    }

    /** Finds a sealed template that is new enough, shares its lock from now on and marks it as used; or finds nothing. */
    private Optional<SealedTemplate> find(TemplateKey key, List<Migrator> layers) throws SQLException {
        if (!locks.tryShare(key)) {
            return Optional.empty();
        }
        Optional<RegisteredTemplates.Entry> entry = registry.templates()
                .find(key.templateName(), rules.maxAge().map(Duration::toMillis).orElse(null), since(layers));
        if (entry.isEmpty()) {
            locks.unshare(key);
            return Optional.empty();
        }
        return Optional.of(sealed(key, layers, entry.get()));
    }

    /** What is built anew in each run is shared by those processes of a run that start before it is built. */
    private @Nullable String since(List<Migrator> layers) {
        boolean copiedEachTime = layers.get(0) instanceof ExistingDatabase existing
                && existing.contentHash().isEmpty();
        return rules.rebuild() || copiedEachTime ? start : null;
    }

    private SealedTemplate sealed(TemplateKey key, List<Migrator> layers, RegisteredTemplates.Entry entry)
            throws SQLException {
        return new SealedTemplate(layers, key.hash(), clones.sourceOf(entry));
    }

    private SealedTemplate buildUnderLock(TemplateKey key, List<Migrator> layers, Below below) throws SQLException {
        Migrator migrator = layers.get(layers.size() - 1);
        try (Connection session = admin.open("build")) {
            Optional<SealedTemplate> found = awaitBuildLock(key, layers, session, migrator);
            if (found.isEmpty()) {
                found = find(key, layers);
            }
            if (found.isPresent()) {
                return reuse(found.get());
            }
            awaitShare(key);
            try {
                RegisteredTemplates.Entry entry = builder.build(key, migrator, below.find());
                built.increment();
                return sealed(key, layers, entry);
            } catch (SQLException | RuntimeException | Error e) {
                locks.unshare(key);
                throw e;
            }
        }
    }

    /** Whoever removes a template holds its lock for as long as a DROP takes. */
    private void awaitShare(TemplateKey key) throws SQLException {
        long deadline = System.nanoTime() + rules.patience().toNanos();
        while (!locks.tryShare(key)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new ServerException("Waited in vain for the lock of " + key.templateName() + " on "
                        + admin.connector().server() + ", which is being removed");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * Takes the lock of builders, or finds the template that somebody else has built under it. Polls, so that others can be named while
     * waiting; the lock ends when its session does, however it ends.
     *
     * @return the template that was found; empty if the lock was taken
     */
    private Optional<SealedTemplate> awaitBuildLock(
            TemplateKey key, List<Migrator> layers, Connection session, Migrator migrator) throws SQLException {
        long start = System.nanoTime();
        long told = start;
        while (!key.buildLock().tryExclusive(session)) {
            Optional<SealedTemplate> found = find(key, layers);
            if (found.isPresent()) {
                return found;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new DatabaseException("Interrupted while another process built the template of " + migrator);
            }
            if (System.nanoTime() - start > rules.patience().toNanos()) {
                throw new ServerException("Waited in vain for %s for the template of %s, which %s builds"
                        .formatted(rules.patience(), migrator, key.buildLock().holder(session)));
            }
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                log.info(
                        "Waiting for {} s for the template of {}, which {} builds",
                        Duration.ofNanos(told - start).toSeconds(),
                        migrator,
                        key.buildLock().holder(session));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Optional.empty();
    }

    /** Gives the locks of all templates back; the templates stay. */
    @Override
    public void close() {
        locks.close();
    }
}
