package org.pgtestdb4j.liquibase;

import java.util.logging.Level;
import liquibase.Scope;
import liquibase.logging.LogService;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends all that Liquibase logs while it works for us to SLF4J at DEBUG, under the names of Liquibase's classes. */
final class QuietLogService extends AbstractLogService {

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE; // never chosen for work that is not ours
    }

    @Override
    @SuppressWarnings("rawtypes") // as Liquibase has it
    public Logger getLog(Class type) {
        return new QuietLogger(type);
    }

    /**
     * Some classes of Liquibase keep the first logger they get for ever. So one that was made for us, and is used by somebody else later,
     * hands on to that somebody's.
     */
    private static final class QuietLogger extends AbstractLogger {

        private final Class<?> type;
        private final org.slf4j.Logger log;

        QuietLogger(Class<?> type) {
            this.type = type;
            this.log = LoggerFactory.getLogger(type);
        }

        @Override
        public void close() {}

        @Override
        public void log(Level level, String message, @Nullable Throwable failure) {
            LogService current = Scope.getCurrentScope().get(Scope.Attr.logService, LogService.class);
            if (current instanceof QuietLogService) {
                log.debug(message, failure);
            } else {
                current.getLog(type).log(level, message, failure);
            }
        }
    }
}
