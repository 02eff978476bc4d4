package org.pgtestdb4j;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.spi.Fingerprint;

/** Migrators one on top of the other; the engine makes a template of each. */
record LayeredMigrator(List<Migrator> layers) implements Migrator {

    static Migrator of(Migrator lower, Migrator upper) {
        return new LayeredMigrator(
                Stream.concat(lower.layers().stream(), upper.layers().stream()).toList());
    }

    @Override
    public String hash() {
        Fingerprint fingerprint = Fingerprint.create();
        layers.forEach(layer -> fingerprint.text("layer", layer.hash()));
        return fingerprint.toHex();
    }

    @Override
    public void migrate(String url) throws Exception {
        for (Migrator layer : layers) {
            layer.migrate(url);
        }
    }

    @Override
    public String toString() {
        return layers.stream().map(Migrator::toString).collect(Collectors.joining(", then "));
    }
}
