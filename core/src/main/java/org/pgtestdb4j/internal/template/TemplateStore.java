package org.pgtestdb4j.internal.template;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.migrator.ExistingDatabase;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;

/**
 * Knows the templates of migrators, and has those found or built on the server that are asked for the first time: once for all threads of this
 * JVM. Safe for use by several threads.
 */
public final class TemplateStore implements AutoCloseable {

    private final Admin admin;
    private final Foundation foundation;
    private final TemplateFinder finder;
    private final Map<Migrator, String> hashes = new ConcurrentHashMap<>();
    private final Map<List<Migrator>, Attempt> attempts = new ConcurrentHashMap<>();

    private TemplateStore(Admin admin, Foundation foundation, TemplateFinder finder) {
        this.admin = admin;
        this.foundation = foundation;
        this.finder = finder;
    }

    /** Creates a store that has looked at nothing yet. */
    public static TemplateStore open(
            Admin admin,
            Registry registry,
            CloneFactory clones,
            TemplateBuilder builder,
            Foundation foundation,
            TemplateRules rules) {
        try {
            String start = registry.templates().now();
            return new TemplateStore(
                    admin, foundation, new TemplateFinder(admin, registry, clones, builder, rules, start));
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot ask %s for the time (SQLSTATE %s): %s"
                            .formatted(admin.connector().server(), e.getSQLState(), e.getMessage()),
                    e);
        }
    }

    /** Returns how many templates were built by this store. */
    public long built() {
        return finder.built();
    }

    /** Returns how many templates this store found complete on the server. */
    public long reused() {
        return finder.reused();
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

    /**
     * Finds or builds a template again that is not there any more as it was found.
     *
     * @param asker who needs it, for messages
     */
    public SealedTemplate renew(SealedTemplate lost, String asker) {
        Attempt attempt = attempts.get(lost.layers());
        if (attempt != null && attempt.madeNothingBut(lost)) {
            attempts.remove(lost.layers(), attempt);
        }
        return findOrBuild(lost.layers(), asker);
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

        /** Tells whether another attempt is needed; while this one lasts, it may make what is needed. */
        boolean madeNothingBut(SealedTemplate lost) {
            try {
                return task.isDone()
                        && task.get().source().oid() == lost.source().oid();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                return false;
            }
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
        return finder.findOrBuild(keyOf(layers), layers, () -> sourceBelow(layers, asker));
    }

    private @Nullable CloneSource sourceBelow(List<Migrator> layers, String asker) throws SQLException {
        return layers.size() == 1
                ? null
                : intact(findOrBuild(layers.subList(0, layers.size() - 1), asker), asker)
                        .source();
    }

    /** The layer below may have been found long ago. */
    private SealedTemplate intact(SealedTemplate below, String asker) throws SQLException {
        return finder.isIntact(below) ? below : renew(below, asker);
    }

    private TemplateKey keyOf(List<Migrator> layers) {
        TemplateKey key = null;
        for (Migrator layer : layers) {
            if (key != null && layer instanceof ExistingDatabase) {
                throw new ConfigurationException(
                        "The " + layer + " can only be the lowest layer: nothing can be migrated before it.");
            }
            key = TemplateKey.of(key, hashes.computeIfAbsent(layer, TemplateStore::hashOf), foundation);
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

    /** Gives the locks of all templates back; the templates stay. */
    @Override
    public void close() {
        finder.close();
    }
}
