package org.pgtestdb4j.internal.migrator;

import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * Stands for a database that exists on the server already, and that is copied instead of migrated. The engine does the copying; only as the
 * lowest layer can it.
 *
 * @param database its name
 * @param contentHash what the user says about its content; empty if nothing, so that each run copies it anew
 */
public record ExistingDatabase(String database, Optional<String> contentHash) implements Migrator {

    /** Rejects blank texts. */
    public ExistingDatabase {
        if (database.isBlank()) {
            throw new ConfigurationException("The name of the database that shall be copied is blank.");
        }
        if (contentHash.filter(String::isBlank).isPresent()) {
            throw new ConfigurationException("The hash of the database \"" + database
                    + "\" is blank. Give it a text that changes whenever the database does, or none.");
        }
    }

    @Override
    public String hash() {
        return Fingerprint.create()
                .text("copy of", database)
                .text("content", contentHash.orElse(""))
                .toHex();
    }

    @Override
    public void migrate(String url) {
        throw new ConfigurationException(
                "The database \"" + database
                        + "\" is copied, so nothing can be below it: write Migrator.copyOf(…) first, and what comes on top with then(…).");
    }

    @Override
    public String toString() {
        return "copy of the database \"" + database + "\"";
    }
}
