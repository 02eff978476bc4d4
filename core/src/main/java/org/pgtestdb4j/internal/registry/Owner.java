package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine in one JVM, as the server knows it. It proves that it lives by an advisory lock, held by a session that does nothing else; only
 * who holds that lock may drop its databases.
 */
public final class Owner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);
    private static final int LABEL_LENGTH = 12;

    private final Id id;
    private final Registry registry;
    private final Connection lease;

    private Owner(Id id, Registry registry, Connection lease) {
        this.id = id;
        this.registry = registry;
        this.lease = lease;
    }

    /**
     * Who an owner is.
     *
     * @param value 128 random bits in hex
     */
    public record Id(String value) {

        /** Returns an id that nobody else has. */
        public static Id random() {
            byte[] bits = new byte[16];
            new SecureRandom().nextBytes(bits);
            return new Id(HexFormat.of().formatHex(bits));
        }

        /** Returns the short form that stands in names. */
        public String label() {
            return value.substring(0, LABEL_LENGTH);
        }
    }

    /** Takes the owner's lock and enters it into the registry. */
    public static Owner register(Id id, Admin admin, Registry registry) {
        try {
            Connection lease = admin.open("lease");
            Owner owner = new Owner(id, registry, lease);
            if (!AdvisoryLock.ofOwner(id.value()).tryExclusive(lease)) {
                throw new IllegalStateException("The lock of the new owner " + id.value() + " is taken");
            }
            registry.addOwner(id.value());
            return owner;
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot register with %s (SQLSTATE %s): %s"
                            .formatted(admin.connector().server(), e.getSQLState(), e.getMessage()),
                    e);
        }
    }

    /** Returns who this is. */
    public Id id() {
        return id;
    }

    /** Takes the owner out of the registry if it has left nothing, and gives its lock up. */
    @Override
    public void close() {
        try (lease) {
            registry.forget(id.value());
        } catch (SQLException e) {
            log.debug("Owner {} could not sign off; a later run tidies up after it", id.value(), e);
        }
    }
}
