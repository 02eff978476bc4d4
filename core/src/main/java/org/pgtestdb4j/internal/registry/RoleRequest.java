package org.pgtestdb4j.internal.registry;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;

/**
 * Which role tests shall have.
 *
 * @param name its name; empty for the default one
 * @param password empty for a random one
 * @param attributes what it may do beyond its own databases
 */
public record RoleRequest(Optional<String> name, Optional<String> password, Set<RoleAttribute> attributes) {

    private static final String DEFAULT_NAME = "pgtestdb4j_test";
    private static final int MAX_BYTES = 63;

    /** Copies the attributes. */
    public RoleRequest {
        attributes = Set.copyOf(attributes);
    }

    /** Reads what is set. */
    public static RoleRequest of(Settings settings) {
        return new RoleRequest(
                settings.find(Setting.ROLE).map(RoleRequest::checked),
                settings.find(Setting.ROLE_PASSWORD),
                new TreeSet<>(settings.words(Setting.ROLE_ATTRIBUTES, RoleAttribute.class)));
    }

    /** The server would cut a longer name and so might take another role for this one. */
    private static String checked(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new ConfigurationException("%s is \"%s\", but PostgreSQL cuts names that have more than %d bytes."
                    .formatted(Setting.ROLE.key(), name, MAX_BYTES));
        }
        return name;
    }

    /**
     * Returns the role's name. The default one tells roles with different attributes, or of different admins, apart.
     *
     * @param endsWith the owner for which the role is made; null if it stays
     */
    String nameFor(Admin admin, Owner.@Nullable Id endsWith) {
        String of = name.orElseGet(
                () -> DEFAULT_NAME + RoleAttribute.mark(attributes) + (admin.isSecond() ? "_" + admin.mark() : ""));
        return endsWith == null ? of : checked(of + "_" + endsWith.label());
    }
}
