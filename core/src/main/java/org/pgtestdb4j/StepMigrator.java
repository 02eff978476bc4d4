package org.pgtestdb4j;

import java.util.Objects;

/** A {@link Migrator} whose hash and step were both given. */
record StepMigrator(String hash, Migrator.Step step) implements Migrator {

    static final Migrator NONE = new StepMigrator("none", url -> {});

    StepMigrator {
        Objects.requireNonNull(step, "step");
        if (hash.isBlank()) {
            throw new ConfigurationException(
                    "The hash of a migrator is blank. Give it a text that changes whenever the migrated state does.");
        }
    }

    @Override
    public void migrate(String url) throws Exception {
        step.migrate(url);
    }

    @Override
    public String toString() {
        return equals(NONE) ? "no migrations" : "migrator " + hash;
    }
}
