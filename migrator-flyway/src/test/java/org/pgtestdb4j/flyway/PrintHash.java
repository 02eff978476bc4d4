package org.pgtestdb4j.flyway;

/** A program that prints the hash of the locations it is given. */
final class PrintHash {

    private PrintHash() {}

    public static void main(String[] locations) {
        System.out.println(FlywayMigrator.of(locations).hash());
        System.out.println(
                FlywayMigrator.of(flyway -> flyway.locations(locations)).hash());
    }
}
