package org.pgtestdb4j.testng;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a thread is: at a test, or at the class whose own methods run. Its scope is opened when it is asked for. Safe for use by several threads. */
abstract class Place implements Supplier<TestScope> {

    private static final Logger log = LoggerFactory.getLogger(Place.class);

    private @Nullable TestScope scope;
    private @Nullable Throwable failure;
    private boolean aborted;
    private boolean ended;

    abstract TestScope open();

    /** Returns the scope. What is wrong with declarations is told to whoever asks, in a test. */
    @Override
    public synchronized TestScope get() {
        if (scope == null) {
            scope = open();
            if (ended) {
                scope.close(new Outcome.Aborted());
            }
        }
        return scope;
    }

    synchronized void failed(Throwable thrown) {
        failure = thrown;
        if (scope != null) {
            scope.failed(thrown);
        }
    }

    synchronized void aborted() {
        aborted = true;
    }

    /** Looks for what was left open, where that is a failure. */
    synchronized Optional<LeakException> findLeaks() {
        return scope == null || failure != null ? Optional.empty() : scope.findLeaks();
    }

    synchronized void end() {
        ended = true;
        if (scope == null) {
            return;
        }
        try {
            scope.close(outcome());
        } catch (LeakException e) {
            log.warn("Nothing runs any more that could fail for it: {}", e.getMessage());
        }
    }

    private Outcome outcome() {
        if (failure != null) {
            return new Outcome.Failed(failure);
        }
        return aborted ? new Outcome.Aborted() : new Outcome.Passed();
    }
}
