package org.pgtestdb4j.testng;

import java.util.IdentityHashMap;
import java.util.List;
import org.testng.xml.XmlSuite;
import org.testng.xml.XmlTest;

/**
 * Which run a suite belongs to. Where the listener is added by hand although TestNG has found it, several objects hear of one run: each of some of
 * it, or all of the same. So what they know stands here.
 */
final class Runs {

    private static final IdentityHashMap<XmlSuite, Run> BY_SUITE = new IdentityHashMap<>();

    private Runs() {}

    static synchronized void begin(List<XmlSuite> suites, Run run) {
        for (XmlSuite suite : suites) {
            BY_SUITE.put(suite, run);
            begin(suite.getChildSuites(), run);
        }
    }

    /** Returns the run of a suite; the given one, if no run has begun with it. */
    static synchronized Run of(XmlTest xmlTest, Run otherwise) {
        return BY_SUITE.computeIfAbsent(xmlTest.getSuite(), suite -> otherwise);
    }

    static void end(Run run) {
        run.end();
        forget(run);
    }

    private static synchronized void forget(Run run) {
        BY_SUITE.values().removeIf(other -> other == run);
    }
}
