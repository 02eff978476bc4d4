package org.pgtestdb4j.testng;

import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.binding.TestSession;

/** Ends the sessions of TestNG's runs: at once, or with what TestNG runs in. */
final class SessionEnds {

    private static final List<TestSession> WAITING = new ArrayList<>();
    private static int around;

    private SessionEnds() {}

    /** Notes that something begins in which there may be several runs. */
    static synchronized void aroundBegins() {
        around++;
    }

    static void aroundEnds() {
        waiting().forEach(TestSession::close);
    }

    private static synchronized List<TestSession> waiting() {
        if (--around > 0) {
            return List.of();
        }
        List<TestSession> waiting = List.copyOf(WAITING);
        WAITING.clear();
        return waiting;
    }

    static void end(TestSession session) {
        if (!isPutOff(session)) {
            session.close();
        }
    }

    private static synchronized boolean isPutOff(TestSession session) {
        return around > 0 && WAITING.add(session);
    }
}
