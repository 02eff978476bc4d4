package org.pgtestdb4j.liquibase;

/** A program that does what the migrator of a changelog does to a database, with a system property of its own. */
final class FillsADatabase {

    private FillsADatabase() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty(arguments[2], arguments[3]);
        LiquibaseMigrator.of("filesystem:" + arguments[0]).migrate(arguments[1]);
        System.out.println("filled");
    }
}
