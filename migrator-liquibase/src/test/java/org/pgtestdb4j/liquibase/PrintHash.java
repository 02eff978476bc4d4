package org.pgtestdb4j.liquibase;

/** A program that prints the hash of the changelogs it is given. */
final class PrintHash {

    private PrintHash() {}

    public static void main(String[] files) {
        for (String file : files) {
            System.out.println(LiquibaseMigrator.of("filesystem:" + file).hash());
        }
    }
}
