package org.pgtestdb4j.testng;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets TestNG's runs within a session of the JUnit Platform end together with it, so that they and JUnit's tests have one engine and one summary.
 * The JUnit Platform, on which Maven Surefire runs TestNG too, finds it by itself, as a service. Without it, a run ends when TestNG says so.
 *
 * <p>Safe for use by several threads.
 */
public final class PgTestDbLauncherSessionListener implements LauncherSessionListener {

    /** Creates a listener. The JUnit Platform calls it. */
    public PgTestDbLauncherSessionListener() {}

    /** Puts the end of runs off. The JUnit Platform calls it. */
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        SessionEnds.aroundBegins();
    }

    /** Ends the runs. The JUnit Platform calls it. */
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        SessionEnds.aroundEnds();
    }
}
