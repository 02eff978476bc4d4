package org.pgtestdb4j.liquibase;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import liquibase.Scope;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;

/** A program whose first use of Liquibase is ours, and whose own comes after it. Prints what its own logs. */
final class LogsAfterUs {

    private LogsAfterUs() {}

    public static void main(String[] url) throws Exception {
        Files.writeString(
                Path.of("first.sql"), "--liquibase formatted sql\n--changeset us:1\nCREATE TABLE first (id int);\n");
        LiquibaseMigrator.of("filesystem:first.sql").migrate(url[0]);
        Field log = DatabaseChangeLog.class.getDeclaredField("LOG");
        log.setAccessible(true);
        Logger kept = (Logger) log.get(null);
        Scope.child(Scope.Attr.logService, new OfTheApplication(), () -> kept.info("of the application"));
    }

    private static final class OfTheApplication extends AbstractLogService {

        @Override
        public int getPriority() {
            return PRIORITY_DEFAULT;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Logger getLog(Class type) {
            return new AbstractLogger() {
                @Override
                public void log(Level level, String message, Throwable failure) {
                    System.out.println(type.getName() + " " + message);
                }

                @Override
                public void close() {}
            };
        }
    }
}
