package org.pgtestdb4j.liquibase;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import liquibase.Scope;
import liquibase.SingletonScopeManager;
import liquibase.ui.LoggerUIService;

/**
 * Runs Liquibase in a scope that nobody else is in.
 *
 * <p>Liquibase keeps its state in a scope that hangs on the thread, and that every thread shares with those it starts: two runs on threads of
 * one pool would end each other's scopes, and the application's. So a run has a scope of its own from the root up, and the thread gets back
 * afterwards what it had.
 */
final class OwnScope {

    private OwnScope() {}

    static <T> T call(ClassLoader classLoader, Callable<T> work) throws Exception {
        return call(managers("scopeManager"), classLoader, work);
    }

    /** Returns where Liquibase keeps the scopes of each thread; they can be set, but not asked for. */
    static Optional<ThreadLocal<Object>> managers(String name) {
        try {
            Field field = Scope.class.getDeclaredField(name);
            field.setAccessible(true);
            Optional<ThreadLocal<Object>> managers = valueOf(field);
            if (managers.isEmpty()) {
                Scope.setScopeManager(new SingletonScopeManager()); // from version 5 on, the first use makes it
                managers = valueOf(field);
                managers.ifPresent(ThreadLocal::remove);
            }
            return managers;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // the type of what it holds is of no importance here
    private static Optional<ThreadLocal<Object>> valueOf(Field field) throws IllegalAccessException {
        return Optional.ofNullable((ThreadLocal<Object>) field.get(null));
    }

    /** Runs the work on this thread if it can get its scopes back, else on another, which inherits nothing and leaves nothing. */
    static <T> T call(Optional<ThreadLocal<Object>> managers, ClassLoader classLoader, Callable<T> work)
            throws Exception {
        return managers.isPresent() ? here(managers.get(), classLoader, work) : onAnotherThread(classLoader, work);
    }

    private static <T> T here(ThreadLocal<Object> managers, ClassLoader classLoader, Callable<T> work)
            throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        Object manager = managers.get();
        try {
            thread.setContextClassLoader(classLoader);
            return quietly(classLoader, work);
        } finally {
            if (manager == null) {
                managers.remove();
            } else {
                managers.set(manager);
            }
            thread.setContextClassLoader(loader);
        }
    }

    private static <T> T quietly(ClassLoader classLoader, Callable<T> work) throws Exception {
        Scope.setScopeManager(new SingletonScopeManager());
        Map<String, Object> quiet = Map.of(
                Scope.Attr.classLoader.name(),
                classLoader,
                Scope.Attr.logService.name(),
                new QuietLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false);
        return Scope.child(quiet, work::call);
    }

    private static <T> T onAnotherThread(ClassLoader classLoader, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> quietly(classLoader, work));
        Thread thread = new Thread(null, task, "pgtestdb4j-liquibase", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(classLoader);
        thread.start();
        join(thread);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        }
    }

    /** An interrupt is handed on. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
