package com.example.theatre;

import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.liquibase.LiquibaseMigrator;

/** The schema and the halls, without the data for demonstrations. */
record Theatre() implements Migrator {

    private static final Migrator LIQUIBASE = LiquibaseMigrator.builder()
            .changelog("db/changelog/db.changelog-master.yaml")
            .contexts("!demo")
            .build();

    @Override
    public String hash() {
        return LIQUIBASE.hash();
    }

    @Override
    public void migrate(String url) throws Exception {
        LIQUIBASE.migrate(url);
    }
}
