package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;

class SessionsTest {

    private static final Queue<TestSession> SEEN = new ConcurrentLinkedQueue<>();

    private final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(First.class), selectClass(Second.class))
            .build();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    @Tag("junit-5.13")
    void isOneForAllRunsOfALauncherSession() {
        try (LauncherSession session = LauncherFactory.openSession()) {
            Launcher launcher = session.getLauncher();
            launcher.execute(request);
            launcher.execute(request);
        }

        assertThat(SEEN).hasSize(4).containsOnly(SEEN.element());
    }

    @Test
    void endsWithTheLauncherSession() {
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request);
        }

        TestScope late = SEEN.element()
                .ofClass(new TestId("Late", ""), List.of(DatabaseRequest.ofDefaults()))
                .test(new TestId("Late", "test()"));
        assertThatThrownBy(() -> late.database("")).hasMessage("The test session has ended");
    }

    @ExtendWith(SeesSession.class)
    static class First {

        @Test
        void test() {}
    }

    @ExtendWith(SeesSession.class)
    static class Second {

        @Test
        void test() {}
    }

    static class SeesSession implements BeforeEachCallback {

        @Override
        public void beforeEach(ExtensionContext context) {
            SEEN.add(Sessions.of(context));
        }
    }
}
