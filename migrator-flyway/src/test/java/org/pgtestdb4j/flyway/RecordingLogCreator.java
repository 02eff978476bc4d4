package org.pgtestdb4j.flyway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/** Keeps what Flyway logs. Flyway makes it by its name. */
public final class RecordingLogCreator implements LogCreator {

    static final List<String> MESSAGES = new CopyOnWriteArrayList<>();

    @Override
    public Log createLogger(Class<?> type) {
        return new RecordingLog();
    }

    private static final class RecordingLog implements Log {

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {
            MESSAGES.add(message);
        }

        @Override
        public void warn(String message) {
            MESSAGES.add(message);
        }

        @Override
        public void error(String message) {
            MESSAGES.add(message);
        }

        @Override
        public void error(String message, Exception e) {
            MESSAGES.add(message);
        }

        @Override
        public void notice(String message) {
            MESSAGES.add(message);
        }
    }
}
