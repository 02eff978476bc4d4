package org.pgtestdb4j.flyway;

/** A program that takes the production configuration of its working directory and environment, migrates a database and prints the hash. */
final class MigrateAsConfigured {

    private MigrateAsConfigured() {}

    public static void main(String[] url) {
        FlywayMigrator migrator = FlywayMigrator.of(
                flyway -> flyway.loadDefaultConfigurationFiles().envVars());
        if (url.length > 0) {
            migrator.migrate(url[0]);
        }
        System.out.println(migrator.hash());
    }
}
