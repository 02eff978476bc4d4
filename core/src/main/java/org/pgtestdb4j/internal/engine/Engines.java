package org.pgtestdb4j.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.migrator.MigratorLookup;
import org.pgtestdb4j.internal.server.Servers;
import org.pgtestdb4j.internal.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of this class loader: one for each configuration. An engine ends a moment after its last handle was closed, so that test runs
 * which follow each other share it, or with the JVM.
 */
public final class Engines {

    private static final Logger log = LoggerFactory.getLogger(Engines.class);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final Engines INSTANCE = new Engines();

    private final Map<Settings, Counted> engines = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private final Thread hook = new Thread(this::closeAll, "pgtestdb4j-shutdown");
    private boolean hooked;

    private Engines() {
        timer = new ScheduledThreadPoolExecutor(1, job -> {
            Thread thread = new Thread(job, "pgtestdb4j-linger");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // Between engines neither a thread nor a hook holds on to the class loader, which build servers and IDEs throw
        // away.
        timer.setKeepAliveTime(LINGER.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    private void hook() {
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(hook);
            hooked = true;
        }
    }

    private synchronized void unhookIfIdle() {
        if (hooked && engines.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                hooked = false;
            } catch (IllegalStateException e) {
                log.debug("The JVM ends, and the hook with it");
            }
        }
    }

    /**
     * Opens a handle on the engine of a configuration, and starts that engine if it does not run.
     *
     * @param code settings in code, by their full names
     * @param framework looks up the test framework's parameters
     */
    public static Handle open(Map<String, String> code, Function<String, Optional<String>> framework) {
        ClassLoader classLoader = MigratorLookup.contextClassLoader();
        Servers servers = Servers.of(classLoader);
        Settings settings = Settings.of(Settings.Sources.ofJvm(code, framework, classLoader), servers.settings());
        return INSTANCE.open(settings, servers);
    }

    /**
     * Opens a handle for a test framework's run, which tells at its end what was done.
     *
     * @param framework looks up the test framework's parameters
     */
    public static Handle openRun(Function<String, Optional<String>> framework) {
        Handle handle = open(Map.of(), framework);
        INSTANCE.begin(handle.counted);
        return handle;
    }

    private synchronized void begin(Counted counted) {
        counted.runs++;
    }

    /** Of runs that overlap, the last one tells what all did: two test frameworks can be at work in one JVM. */
    private synchronized boolean endsLast(Counted counted) {
        return --counted.runs == 0;
    }

    private Handle open(Settings settings, Servers servers) {
        Counted counted = hold(settings, servers);
        try {
            return new Handle(counted, counted.startOrJoin());
        } catch (RuntimeException | Error e) {
            giveUp(counted);
            throw e;
        }
    }

    private synchronized Counted hold(Settings settings, Servers servers) {
        hook();
        Counted counted = engines.computeIfAbsent(settings, key -> new Counted(key, servers));
        counted.handles++;
        counted.stay();
        return counted;
    }

    /** An engine that could not be started is started anew for the next who asks. */
    private synchronized void giveUp(Counted counted) {
        counted.handles--;
        engines.remove(counted.settings, counted);
        unhookIfIdle();
    }

    private void release(Counted counted, Engine engine) {
        synchronized (this) {
            counted.handles--;
            if (counted.handles > 0 || timer.isShutdown()) {
                return;
            }
            counted.ending =
                    timer.schedule(() -> closeIfUnused(counted, engine), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void closeIfUnused(Counted counted, Engine engine) {
        synchronized (this) {
            if (counted.handles > 0 || !engines.remove(counted.settings, counted)) {
                return;
            }
        }
        engine.close(CLOSE_WITHIN);
        unhookIfIdle();
    }

    /** Ends at once the engines that nobody holds any more. */
    static void endUnused() {
        INSTANCE.closeUnused();
    }

    private void closeUnused() {
        List<Counted> unused;
        synchronized (this) {
            unused = engines.values().stream()
                    .filter(counted -> counted.handles == 0)
                    .toList();
        }
        unused.forEach(counted -> counted.started().ifPresent(engine -> closeIfUnused(counted, engine)));
    }

    private void closeAll() {
        List<Counted> left;
        synchronized (this) {
            left = new ArrayList<>(engines.values());
            engines.clear();
        }
        long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
        left.stream()
                .flatMap(counted -> counted.started().stream())
                .forEach(engine -> engine.close(Duration.ofNanos(deadline - System.nanoTime())));
        awaitLingering(deadline - System.nanoTime());
    }

    /** An engine may just be ending by itself. */
    private void awaitLingering(long nanos) {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                log.debug("An engine did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An engine, perhaps one that just starts, and how many use it. */
    private static final class Counted {

        private final Settings settings;
        private final FutureTask<Engine> start;
        private int handles;
        private int runs;
        private @Nullable Future<?> ending;

        Counted(Settings settings, Servers servers) {
            this.settings = settings;
            this.start = new FutureTask<>(() -> Engine.start(settings, servers));
        }

        void stay() {
            if (ending != null) {
                ending.cancel(false);
            }
        }

        /** Starts the engine on the first caller's thread; the others wait for that. */
        Engine startOrJoin() {
            start.run();
            try {
                return start.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerException("Interrupted while waiting for the server to start", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new ServerException("The engine could not be started: " + e.getCause(), e.getCause());
            }
        }

        /** Returns the engine if it runs; whoever is just starting one in a JVM that ends, ends with it. */
        Optional<Engine> started() {
            try {
                return start.isDone() ? Optional.of(start.get()) : Optional.empty();
            } catch (ExecutionException | InterruptedException e) {
                return Optional.empty();
            }
        }
    }

    /** A counted hold on an engine. Closing it twice is harmless. */
    public static final class Handle implements AutoCloseable {

        private final Counted counted;
        private final Engine engine;
        private boolean closed;

        private Handle(Counted counted, Engine engine) {
            this.counted = counted;
            this.engine = engine;
        }

        /** Returns the engine. */
        public Engine engine() {
            return engine;
        }

        /** Ends a run, once: waits for what is still to be told, and says what was done. */
        public void endRun() {
            if (INSTANCE.endsLast(counted)) {
                engine.tellSummary(SETTLE_WITHIN);
            }
            close();
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            INSTANCE.release(counted, engine);
        }
    }
}
