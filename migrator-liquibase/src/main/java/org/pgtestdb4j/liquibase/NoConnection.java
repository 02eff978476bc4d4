package org.pgtestdb4j.liquibase;

import java.io.File;
import java.util.List;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.OfflineChangeLogHistoryService;
import liquibase.changelog.RanChangeSet;
import liquibase.database.Database;
import liquibase.database.OfflineConnection;
import liquibase.database.core.PostgresDatabase;
import liquibase.resource.ResourceAccessor;

/** Stands for a connection to an empty PostgreSQL, so that a changelog can be parsed. Liquibase's own would write a file. */
final class NoConnection extends OfflineConnection {

    /** Its version is not that of the server. */
    private static final String URL = "offline:postgresql?version=15.0";

    private static final File NO_FILE = new File("");

    private NoConnection(ResourceAccessor accessor) {
        super(URL, accessor);
    }

    static Database database(ResourceAccessor accessor) {
        Database database = new PostgresDatabase();
        database.setConnection(new NoConnection(accessor));
        return database;
    }

    @Override
    protected ChangeLogHistoryService createChangeLogHistoryService(Database database) {
        return new EmptyHistory(database);
    }

    private static final class EmptyHistory extends OfflineChangeLogHistoryService {

        EmptyHistory(Database database) {
            super(database, NO_FILE, false, false);
        }

        @Override
        public void init() {}

        @Override
        public List<RanChangeSet> getRanChangeSets() {
            return List.of();
        }
    }
}
