package org.pgtestdb4j.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A start on a thread of its own. Whoever cancels it gets no server, and so must not have one to close. */
final class AsyncStart extends FutureTask<EmbeddedPostgres> {

    private AsyncStart(Callable<EmbeddedPostgres> start) {
        super(start);
    }

    static AsyncStart of(Callable<EmbeddedPostgres> start) {
        AsyncStart task = new AsyncStart(start);
        Thread thread = new Thread(task, "pgtestdb4j-start");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return task;
    }

    @Override
    protected void set(EmbeddedPostgres server) {
        super.set(server);
        if (isCancelled()) {
            server.close();
        }
    }
}
