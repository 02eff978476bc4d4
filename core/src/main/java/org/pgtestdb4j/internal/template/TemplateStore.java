package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the templates of migrators on the server, and has those built that are missing: once for all threads of this JVM, and once for all
 * processes that share the server. Safe for use by several threads.
 */
public final class TemplateStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TemplateStore.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Admin admin;
    private final Registry registry;
    private final CloneFactory clones;
    private final TemplateBuilder builder;
    private final String role;
    private final Duration patience;
    private final TemplateLocks locks;
    private final Map<Migrator, String> hashes = new ConcurrentHashMap<>();
    private final Map<List<Migrator>, Attempt> attempts = new ConcurrentHashMap<>();
    private final LongAdder built = new LongAdder();
    private final LongAdder reused = new LongAdder();

    /**
     * Creates a store that has looked at nothing yet.
     *
     * @param patience how long to wait for a template that somebody else builds
     */
    public TemplateStore(
            Admin admin,
            Registry registry,
            CloneFactory clones,
            TemplateBuilder builder,
            String role,
            Duration patience) {
        this.admin = admin;
        this.registry = registry;
        this.clones = clones;
        this.builder = builder;
        this.role = role;
        this.patience = patience;
        this.locks = new TemplateLocks(admin);
    }

    /** Returns how many templates were built by this store. */
    public long built() {
        return built.sum();
    }

    /** Returns how many templates this store found complete on the server. */
    public long reused() {
        return reused.sum();
    }

    /**
     * Finds the template of a migrator, or builds it.
     *
     * @param asker who needs it, for messages
     * @throws MigrationException if the migrator fails; asked again, it fails at once
     */
    public SealedTemplate findOrBuild(Migrator migrator, String asker) {
        return findOrBuild(migrator.layers(), asker);
    }

    private SealedTemplate findOrBuild(List<Migrator> layers, String asker) {
        return attempts.computeIfAbsent(layers, key -> new Attempt(key, asker)).join(asker);
    }

    /** The one attempt of this JVM to get a template; the first to join makes it, the others wait for its end. */
    private final class Attempt {

        private final List<Migrator> layers;
        private final FutureTask<SealedTemplate> task;
        private final AtomicReference<String> toldTo = new AtomicReference<>("");

        Attempt(List<Migrator> layers, String asker) {
            this.layers = layers;
            this.task = new FutureTask<>(() -> findOrBuildOnServer(layers, asker));
        }

        SealedTemplate join(String asker) {
            task.run();
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DatabaseException("Interrupted while waiting for the template of " + top(layers), e);
            } catch (ExecutionException e) {
                throw failure(e.getCause(), asker);
            }
        }

        private RuntimeException failure(@Nullable Throwable cause, String asker) {
            if (cause instanceof MigrationException first
                    && !Thread.currentThread().isInterrupted()) {
                return tell(first, asker);
            }
            attempts.remove(layers, this);
            if (cause instanceof PgTestDbException known) {
                return known;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            return new ServerException(
                    "Cannot get the template of " + top(layers) + " from "
                            + admin.connector().server() + ": " + cause,
                    cause);
        }

        /** The whole story is told once; a thousand tests more need no more than to know where. */
        private MigrationException tell(MigrationException first, String asker) {
            String told = toldTo.compareAndExchange("", asker);
            return told.isEmpty()
                    ? first
                    : new MigrationException("Not tried again, since it failed already for %s, where more is said: %s"
                            .formatted(told, firstLine(first)));
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static Migrator top(List<Migrator> layers) {
        return layers.get(layers.size() - 1);
    }

    private SealedTemplate findOrBuildOnServer(List<Migrator> layers, String asker) throws SQLException {
        TemplateKey key = keyOf(layers);
        Optional<SealedTemplate> found = find(key);
        return found.isPresent() ? reuse(found.get()) : buildUnderLock(key, layers, asker);
    }

    private SealedTemplate reuse(SealedTemplate template) {
        reused.increment();
        return template;
    }

    private TemplateKey keyOf(List<Migrator> layers) {
        TemplateKey key = null;
        for (Migrator layer : layers) {
            key = TemplateKey.of(key, hashes.computeIfAbsent(layer, TemplateStore::hashOf), role);
        }
        if (key == null) {
            throw new ConfigurationException("A migrator without layers cannot be migrated");
        }
        return key;
    }

    private static String hashOf(Migrator migrator) {
        String hash;
        try {
            hash = migrator.hash();
        } catch (PgTestDbException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigurationException("Cannot compute the hash of " + migrator + ": " + e.getMessage(), e);
        }
        if (hash == null || hash.isBlank()) {
            throw new ConfigurationException(
                    "The hash of " + migrator
                            + " is missing or blank, so nothing could tell its templates from others. It must change whenever the migrated state does.");
        }
        return hash;
    }

    /** Finds a sealed template and marks it as used, or finds nothing. */
    private Optional<SealedTemplate> find(TemplateKey key) throws SQLException {
        if (!locks.tryShare(key)) {
            return Optional.empty();
        }
        Optional<Registry.TemplateEntry> entry = registry.findTemplate(key.templateName());
        if (entry.isEmpty()) {
            locks.unshare(key);
            return Optional.empty();
        }
        return Optional.of(sealed(key, entry.get()));
    }

    private SealedTemplate sealed(TemplateKey key, Registry.TemplateEntry entry) throws SQLException {
        return new SealedTemplate(key.hash(), clones.sourceOf(entry.name(), entry.acl()));
    }

    private SealedTemplate buildUnderLock(TemplateKey key, List<Migrator> layers, String asker) throws SQLException {
        locks.unshareAll(key);
        try (Connection session = admin.open("build")) {
            Optional<SealedTemplate> foundMeanwhile = awaitExclusive(key, session, top(layers));
            if (foundMeanwhile.isPresent()) {
                return reuse(foundMeanwhile.get());
            }
            Optional<Registry.TemplateEntry> entry = registry.findTemplate(key.templateName());
            boolean missing = entry.isEmpty();
            if (missing) {
                entry = Optional.of(builder.build(key, top(layers), sourceBelow(layers, asker)));
                built.increment();
            } else {
                reused.increment();
            }
            shareBeforeUnlocking(key, session);
            return sealed(key, entry.get());
        }
    }

    private @Nullable CloneSource sourceBelow(List<Migrator> layers, String asker) {
        return layers.size() == 1
                ? null
                : findOrBuild(layers.subList(0, layers.size() - 1), asker).source();
    }

    /** There must be no moment in which nobody holds the lock of a template that is about to be used. */
    private void shareBeforeUnlocking(TemplateKey key, Connection session) throws SQLException {
        key.lock().tryShared(session);
        key.lock().unlock(session);
        locks.tryShare(key);
    }

    /**
     * Takes the exclusive lock, or finds the template that somebody else has built under it. Whoever built it goes on sharing the lock for
     * as long as he uses the template, so there may be no moment in which nobody holds it.
     *
     * <p>Polls, so that others can be named while waiting; the lock ends when its session does, however it ends.
     *
     * @return the template that was found; empty if the lock was taken
     */
    private Optional<SealedTemplate> awaitExclusive(TemplateKey key, Connection session, Migrator migrator)
            throws SQLException {
        long start = System.nanoTime();
        long told = start;
        while (!key.lock().tryExclusive(session)) {
            Optional<SealedTemplate> found = find(key);
            if (found.isPresent()) {
                return found;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new DatabaseException("Interrupted while another process built the template of " + migrator);
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new ServerException("Waited in vain for %s for the template of %s, which %s builds"
                        .formatted(patience, migrator, key.lock().holder(session)));
            }
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                log.info(
                        "Waiting for {} s for the template of {}, which {} builds",
                        Duration.ofNanos(told - start).toSeconds(),
                        migrator,
                        key.lock().holder(session));
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
