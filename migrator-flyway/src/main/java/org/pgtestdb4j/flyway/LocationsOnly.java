package org.pgtestdb4j.flyway;

import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.pgtestdb4j.ConfigurationException;

/**
 * A configuration that sets nothing but the locations. Its effect is known without asking Flyway, so a hash of it can do without loading
 * Flyway.
 */
record LocationsOnly(List<MigrationLocation> locations) implements Consumer<FluentConfiguration> {

    static LocationsOnly of(List<String> descriptors) {
        if (descriptors.isEmpty()) {
            throw new ConfigurationException(
                    "No location for Flyway. Name at least one, for example \"classpath:db/migration\".");
        }
        return new LocationsOnly(descriptors.stream().map(MigrationLocation::of).toList());
    }

    @Override
    public void accept(FluentConfiguration configuration) {
        configuration.locations(
                locations.stream().map(MigrationLocation::descriptor).toArray(String[]::new));
    }

    @Override
    public String toString() {
        return String.join(
                ",", locations.stream().map(MigrationLocation::descriptor).toList());
    }
}
