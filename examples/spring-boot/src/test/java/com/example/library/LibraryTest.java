package com.example.library;

import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.flyway.FlywayMigrator;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Gives every application context a database of its own. Contexts live until the JVM ends, and so do their databases. */
abstract class LibraryTest {

    private static final PgTestDb PG = PgTestDb.open();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        TestDatabase database = PG.database(FlywayMigrator.ofDefaults());
        properties.add("spring.datasource.url", database::url);
    }
}
