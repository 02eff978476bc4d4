package org.pgtestdb4j.internal.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.RunReport;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.clone.Mishaps;
import org.pgtestdb4j.internal.clone.OrphanSweep;
import org.pgtestdb4j.internal.clone.SessionLook;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.keep.KeptDatabases;
import org.pgtestdb4j.internal.keep.KeptSweep;
import org.pgtestdb4j.internal.migrator.MigratorLookup;
import org.pgtestdb4j.internal.pool.FirstConnection;
import org.pgtestdb4j.internal.pool.Headroom;
import org.pgtestdb4j.internal.pool.Lease;
import org.pgtestdb4j.internal.pool.Pool;
import org.pgtestdb4j.internal.pool.ReadyClone;
import org.pgtestdb4j.internal.pool.Supply;
import org.pgtestdb4j.internal.recycle.Recycler;
import org.pgtestdb4j.internal.recycle.Recycling;
import org.pgtestdb4j.internal.recycle.Verdicts;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.RestoringRole;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.server.Servers;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.internal.template.Foundation;
import org.pgtestdb4j.internal.template.SealedTemplate;
import org.pgtestdb4j.internal.template.TemplateBuilder;
import org.pgtestdb4j.internal.template.TemplateLifetime;
import org.pgtestdb4j.internal.template.TemplateRemoval;
import org.pgtestdb4j.internal.template.TemplateStore;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves test databases from one server under one configuration: request → template → shelf → lease, and back. Safe for use by several
 * threads.
 */
public final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final Settings settings;
    private final Defaults defaults;
    private final PostgresServer server;
    private final Admin admin;
    private final Registry registry;
    private final Owner owner;
    private final TestRole role;
    private final TemplateStore templates;
    private final CloneFactory clones;
    private final Dropper dropper;
    private final Drops drops;
    private final KeptDatabases kept;
    private final Sweeps sweeps;
    private final TemplateRemoval removal;
    private final Owner.@Nullable Id endsWith;
    private final Supply supply = new Supply();
    private final @Nullable Recycler recycler;
    private final Pool pool;
    private final HandOuts handOuts;
    private final Map<Named, Migrator> named = new ConcurrentHashMap<>();
    private final RunLog runLog = new RunLog();
    private final TakeBack takeBack;
    private volatile boolean told;
    private @Nullable Migrator defaultMigrator;

    private record Named(ClassLoader classLoader, String locations) {}

    private Engine(Settings settings, Defaults defaults, PostgresServer server, Admin admin, Owner.Id id) {
        this.settings = settings;
        this.defaults = defaults;
        this.server = server;
        this.admin = admin;
        this.registry = Registry.open(admin);
        this.owner = Owner.register(id, admin, registry);
        this.endsWith = defaults.templates().lifetime() == TemplateLifetime.SESSION ? id : null;
        try {
            this.role = TestRole.findOrCreate(admin, defaults.role(), endsWith);
            this.dropper = new Dropper(admin, registry);
            this.clones = new CloneFactory(admin, registry, owner, role, defaults.strategy());
            this.drops = new Drops(dropper);
            Mishaps mishaps = new Mishaps(admin, owner, role);
            this.kept = new KeptDatabases(registry, mishaps, server, defaults.quota(), defaults.passwords());
            this.recycler = openRecycler();
            this.pool = new Pool(
                    clones,
                    new FirstConnection(admin, role),
                    new Headroom(admin),
                    recycler,
                    supply,
                    drops::dropQuietly,
                    defaults.poolSize());
            this.takeBack = new TakeBack(pool, supply, new SessionLook(admin), kept, mishaps);
            this.sweeps = new Sweeps(
                    new KeptSweep(admin, dropper, defaults.quota()), new OrphanSweep(admin, registry, dropper));
            this.removal = new TemplateRemoval(admin, registry, dropper, defaults.templates());
            this.templates = openTemplates();
            this.handOuts = new HandOuts(owner, templates, clones, pool);
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    private @Nullable Recycler openRecycler() {
        return (defaults.recycling() == Recycling.FALSE
                        ? Optional.<RestoringRole>empty()
                        : RestoringRole.find(admin, role))
                .map(restoring -> new Recycler(
                        admin, registry, owner, restoring, clones::unusedName, defaults.recycling() == Recycling.AUTO))
                .orElse(null);
    }

    private TemplateStore openTemplates() {
        Foundation foundation = Foundation.of(settings, role);
        TemplateBuilder builder = new TemplateBuilder(
                admin, registry, clones, dropper, owner, foundation, defaults.templates(), endsWith);
        return TemplateStore.open(admin, registry, clones, builder, foundation, defaults.templates());
    }

    /** Starts an engine on a server, which it closes at its end. */
    static Engine start(Settings settings, Servers servers) {
        Defaults defaults = Defaults.of(settings);
        PostgresServer server = servers.find(settings);
        Owner.Id id = Owner.Id.random();
        Admin admin = null;
        try {
            admin = Admin.connect(new Connector(server, id.label()));
            Engine engine = new Engine(settings, defaults, server, admin, id);
            engine.supply.tidyUp(engine.sweeps);
            return engine;
        } catch (RuntimeException | Error e) {
            if (admin != null) {
                admin.close();
            }
            server.close();
            throw e;
        }
    }

    /**
     * Finds or builds the template of a migrator.
     *
     * @param asker who needs it, for messages
     */
    public SealedTemplate template(Migrator migrator, String asker) {
        long before = templates.built();
        SealedTemplate template = templates.findOrBuild(migrator, asker);
        if (templates.built() > before) {
            supply.tidyUp(() -> removeQuietly(removal::removeUnused));
        }
        return template;
    }

    /** Hands a clone out to whom leaks mean what is set. */
    public Lease acquire(SealedTemplate template, String test) {
        return acquire(template, test, Leaks.DEFAULT);
    }

    /**
     * Hands a clone out.
     *
     * @param template what to clone
     * @param test who asks, for messages
     * @param leaks what happens when the test leaves sessions open
     */
    public Lease acquire(SealedTemplate template, String test, Leaks leaks) {
        long start = System.nanoTime();
        ReadyClone ready = handOuts.take(template, test);
        boolean works = resetRole(ready.connection());
        runLog.add(System.nanoTime() - start);
        Clone clone = ready.unused();
        JdbcUrl url = admin.connector().urlOf(clone.database(), role.name(), role.password());
        Lease.Terms terms =
                new Lease.Terms(test, leaks == Leaks.DEFAULT ? defaults.leaks() : leaks, defaults.statements());
        return new Lease(clone, url, terms, takeBack).with(ready.connection(), works);
    }

    /**
     * What one test does to its role would reach all that come after it. The next test's first connection is asked for that, if there is one.
     *
     * @return whether that connection works
     */
    private boolean resetRole(@Nullable Connection first) {
        boolean works = false;
        try {
            if (first != null && !role.hasSettings(first)) {
                return true;
            }
            works = first != null;
        } catch (SQLException e) {
            log.debug("The server has ended the connection that was opened ahead", e);
        }
        resetRole();
        return works;
    }

    private void resetRole() {
        try {
            if (admin.call(role::resetSettings)) {
                log.warn(
                        "A test changed settings of the role {} (ALTER ROLE … SET), which hold in all databases of the role; they are reset",
                        role.name());
            }
        } catch (SQLException e) {
            log.debug("Could not look for settings of the role {}", role.name(), e);
        }
    }

    /**
     * Returns the migrator of a location, the same for the same text.
     *
     * @param locations as {@link Migrator#named} understands them
     */
    public Migrator named(String locations) {
        return named.computeIfAbsent(
                new Named(MigratorLookup.contextClassLoader(), locations),
                key -> MigratorLookup.of(key.classLoader()).named(key.locations()));
    }

    /** Returns the migrator of those who name none: what is set, else the one whose files are found. */
    public synchronized Migrator defaultMigrator() {
        if (defaultMigrator == null) {
            MigratorLookup lookup = MigratorLookup.ofContextClassLoader();
            defaultMigrator =
                    settings.find(Setting.MIGRATIONS).map(lookup::named).orElseGet(lookup::byConvention);
        }
        return defaultMigrator;
    }

    /** Returns what is said, or else what is set. */
    public Isolation isolation(Isolation said) {
        return said != Isolation.DEFAULT ? said : defaults.isolation();
    }

    /** Returns what is said, or else what is set. */
    public Keep keep(Keep said) {
        return said != Keep.DEFAULT ? said : defaults.keep();
    }

    /** Returns what was done so far. */
    public RunReport report() {
        Verdicts verdicts = recycler == null ? new Verdicts() : recycler.verdicts();
        return new RunReport(
                runLog.count(),
                clones.made(),
                verdicts.recycled(),
                verdicts.reasons(),
                kept.count(),
                takeBack.leaks(),
                templates.built(),
                templates.reused(),
                runLog.histogram(),
                runLog.percentile(50),
                runLog.percentile(95),
                runLog.percentile(100));
    }

    /** Waits for the work in the background, so that what it has to tell is told first, and logs the report. */
    void tellSummary(Duration limit) {
        try {
            if (!supply.awaitIdle(limit)) {
                log.debug("Databases are still being dropped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told = true;
        log.info("{}", report());
    }

    /** Drops what is not kept, signs off and lets go of the server, in this order. What is not done in time, the next run does. */
    void close(Duration limit) {
        if (!told) {
            log.info("{}", report());
        }
        long deadline = System.nanoTime() + limit.toNanos();
        List<Runnable> steps = List.of(
                admin::distrust,
                () -> pool.close(left(deadline)),
                () -> supply.tidyUp(sweeps),
                () -> supply.close(left(deadline)),
                admin::distrust,
                () -> dropWhatIsStillOut(deadline),
                templates::close,
                () -> removeTemplates(deadline),
                owner::close,
                admin::close,
                () -> server.close(left(deadline)));
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                log.warn("Not all could be tidied up on {}; a later run does it", server, e);
            }
        }
    }

    /** Databases that nobody released before the last handle was closed. */
    private void dropWhatIsStillOut(long deadline) {
        try {
            for (Registry.Entry database : registry.databasesOf(owner.id().value())) {
                if (!database.kept() && database.kind() == Registry.Kind.CLONE && System.nanoTime() < deadline) {
                    drops.dropQuietly(new Clone(database.name()));
                }
            }
        } catch (SQLException e) {
            log.debug("Could not look for what was not released", e);
        }
    }

    private void removeTemplates(long deadline) {
        removeQuietly(() -> removal.endWith(endsWith));
        if (System.nanoTime() < deadline) {
            removeQuietly(removal::removeUnused);
        }
    }

    private interface Removing {

        void run() throws SQLException;
    }

    private static void removeQuietly(Removing job) {
        try {
            job.run();
        } catch (SQLException e) {
            log.debug("Templates that nobody needs could not be removed; a later run does it", e);
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }
}
