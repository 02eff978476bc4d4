package org.pgtestdb4j.liquibase;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import liquibase.Scope;
import liquibase.ui.LoggerUIService;

/**
 * Runs Liquibase on a thread of its own.
 *
 * <p>Liquibase keeps its state in a scope that hangs on the thread and is shared with every thread that this one starts, so two runs on
 * threads of one pool would end each other's scopes, and the application's. A thread that inherits nothing has a scope for itself, and takes
 * it along when it ends.
 */
final class OwnScope {

    private OwnScope() {}

    /** Runs the work and waits for it. An interrupt of the caller is handed on. */
    static <T> T call(ClassLoader classLoader, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> Scope.child(quiet(classLoader), work::call));
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

    private static Map<String, Object> quiet(ClassLoader classLoader) {
        return Map.of(
                Scope.Attr.classLoader.name(),
                classLoader,
                Scope.Attr.logService.name(),
                new QuietLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false);
    }

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
