package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * What the lowest layer of every template stands on, beside its migrator.
 *
 * @param role who owns it, and runs the migrations
 * @param extensions what the admin installs before
 * @param encoding empty for the server's
 * @param locale empty for the server's
 */
public record Foundation(TestRole role, List<String> extensions, Optional<String> encoding, Optional<String> locale) {

    private static final int FIRST_MAJOR_WITH_PROVIDERS = 15;

    /** Copies the extensions. */
    public Foundation {
        extensions = List.copyOf(extensions);
    }

    /** Reads what is set. */
    public static Foundation of(Settings settings, TestRole role) {
        return new Foundation(
                role,
                settings.list(Setting.EXTENSIONS),
                settings.find(Setting.ENCODING),
                settings.find(Setting.LOCALE));
    }

    /** Adds all that decides what is in a template. */
    void addTo(Fingerprint fingerprint) {
        fingerprint
                .text("role", role.name())
                .text("attributes", new TreeSet<>(role.attributes()).toString())
                .text("extensions", extensions.toString())
                .text("encoding", encoding.orElse(""))
                .text("locale", locale.orElse(""));
    }

    /** Returns the statement that makes the database that the lowest migrator fills, from what PostgreSQL itself came with. */
    String creating(String database, Admin admin) {
        String provider = admin.facts().major() >= FIRST_MAJOR_WITH_PROVIDERS ? " LOCALE_PROVIDER libc" : "";
        return "CREATE DATABASE " + Sql.identifier(database) + " TEMPLATE template0 OWNER "
                + Sql.identifier(role.name())
                + encoding.map(name -> " ENCODING " + Sql.literal(name)).orElse("")
                + locale.map(name -> provider + " LOCALE " + Sql.literal(name)).orElse("");
    }

    /** Installs the extensions as the admin. */
    void installExtensions(String database, Admin admin) throws SQLException {
        if (extensions.isEmpty()) {
            return;
        }
        try (Connection session = admin.connector().openAsAdmin(database, "extensions")) {
            // Where nothing is said, an extension goes into the first schema of the path.
            Sql.execute(session, "SET search_path = public");
            for (String extension : extensions) {
                install(session, extension, admin);
            }
        }
    }

    private static void install(Connection session, String extension, Admin admin) throws SQLException {
        try {
            Sql.execute(session, "CREATE EXTENSION IF NOT EXISTS " + Sql.identifier(extension) + " CASCADE");
        } catch (SQLException e) {
            String next = SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE)
                    ? " Only a superuser can install it, and the admin is none."
                    : "";
            throw new ServerException(
                    "Cannot install the extension \"%s\", which %s names, on %s (SQLSTATE %s): %s%s"
                            .formatted(
                                    extension,
                                    Setting.EXTENSIONS.key(),
                                    admin.connector().server(),
                                    e.getSQLState(),
                                    e.getMessage(),
                                    next),
                    e);
        }
    }
}
