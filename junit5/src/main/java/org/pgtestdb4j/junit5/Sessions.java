package org.pgtestdb4j.junit5;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.pgtestdb4j.binding.TestSession;

/** Finds the session of the run, and opens it when it is asked for first. */
final class Sessions {

    private static final Namespace NAMESPACE = Namespace.create(Sessions.class);

    private static final boolean LAUNCHER_SESSIONS = hasLauncherSessions();

    private Sessions() {}

    static TestSession of(ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        Store store = LAUNCHER_SESSIONS ? LauncherSession.store(root) : root.getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(
                        OpenSession.class,
                        key -> new OpenSession(TestSession.open(root::getConfigurationParameter)),
                        OpenSession.class)
                .session();
    }

    private static boolean hasLauncherSessions() {
        try {
            Class.forName(ExtensionContext.class.getName() + "$StoreScope");
            return true;
        } catch (ClassNotFoundException beforeJUnit513) {
            return false;
        }
    }

    /** Ties the session to the end of the run. */
    private record OpenSession(TestSession session) implements StoredResource {

        @Override
        public void close() {
            session.close();
        }
    }

    /** A launcher session spans several runs, such as those that repeat failed tests. Loaded only where JUnit has it. */
    private static final class LauncherSession {

        static Store store(ExtensionContext context) {
            return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE);
        }
    }
}
