package org.pgtestdb4j.internal.registry;

import static org.pgtestdb4j.internal.registry.States.word;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.States.OfDatabase;
import org.pgtestdb4j.internal.registry.States.OfOwner;
import org.pgtestdb4j.internal.server.Admin;

/**
 * What we remember on the server: owners, databases, templates and roles. Only the admin can read or write it.
 *
 * <p>Intent is written before a database is created and its oid after it, so that a process killed in between leaves nothing unknown. A
 * database is ours if its name <em>and</em> its oid are registered; a name alone never is. Safe for use by several threads.
 */
public final class Registry {

    private final Admin admin;
    private final RegisteredOwners owners;
    private final RegisteredTemplates templates;

    private Registry(Admin admin) {
        this.admin = admin;
        this.owners = new RegisteredOwners(admin);
        this.templates = new RegisteredTemplates(admin);
    }

    /** What a database is for. */
    public enum Kind {
        CLONE,
        BUILD
    }

    /** A registered database that is there. */
    public record Entry(String name, Kind kind, boolean kept) {}

    /** Opens the registry of a server, and makes it if it is not there. */
    public static Registry open(Admin admin) {
        try {
            admin.inTransaction(session -> {
                RegistrySchema.create(session, admin);
                return true;
            });
            return new Registry(admin);
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot set the registry up in the database \"%s\" on %s (SQLSTATE %s): %s If it is damaged, begin anew. %s"
                            .formatted(
                                    admin.home(),
                                    admin.connector().server(),
                                    e.getSQLState(),
                                    e.getMessage(),
                                    Removal.ADVICE),
                    e);
        }
    }

    /** Returns the owners. */
    public RegisteredOwners owners() {
        return owners;
    }

    /** Returns the templates. */
    public RegisteredTemplates templates() {
        return templates;
    }

    /**
     * Notes that a database is about to be created.
     *
     * @return false if that owner is none any more, so nothing may be created in its name
     */
    boolean intend(String name, Kind kind, String owner) throws SQLException {
        return admin.call(session -> Sql.update(
                        session,
                        """
                        INSERT INTO registry.database (name, kind, state, owner)
                        SELECT ?, ?, ?, id FROM registry.owner WHERE id = ? AND state <> ?
                        ON CONFLICT (name) DO UPDATE
                        SET owner = EXCLUDED.owner, oid = NULL, state = EXCLUDED.state, created = now()
                        WHERE registry.database.kind = ?""",
                        name,
                        word(kind),
                        word(OfDatabase.INTENDED),
                        owner,
                        word(OfOwner.REAPED),
                        word(Kind.BUILD)))
                > 0;
    }

    /**
     * Notes that a clone is about to be created.
     *
     * @param template whose clone
     * @param oid what tells the template from another of its name
     * @return false if the owner is none any more, or the template is not as it was found, so nothing may be created
     */
    boolean intendClone(String name, String owner, String template, long oid) throws SQLException {
        return admin.call(session -> Sql.update(
                        session,
                        """
                        INSERT INTO registry.database (name, kind, state, owner)
                        SELECT ?, ?, ?, id FROM registry.owner WHERE id = ? AND state <> ? AND EXISTS (""" + templates.intact() + ")",
                        name,
                        word(Kind.CLONE),
                        word(OfDatabase.INTENDED),
                        owner,
                        word(OfOwner.REAPED),
                        template,
                        oid))
                > 0;
    }

    /**
     * Notes that an intended database is there.
     *
     * @param finish what is to be done to it in the same transaction
     * @return false if it is there no more, or not registered: somebody has tidied up after its owner
     */
    boolean created(String name, List<String> finish) throws SQLException {
        List<String> statements = new ArrayList<>(finish);
        statements.add(
                "UPDATE registry.database r SET state = " + Sql.literal(word(OfDatabase.CREATED)) + ", oid = d.oid"
                        + " FROM pg_database d WHERE r.name = " + Sql.literal(name) + " AND d.datname = r.name");
        return admin.defineInTransaction(statements) > 0;
    }

    /**
     * Notes that a database outlives its test.
     *
     * @return false if it is not there any more
     */
    public boolean kept(String name, String test, String why) throws SQLException {
        return admin.call(session -> Sql.update(session, """
                        UPDATE registry.database r SET state = ?, test = ?, why = ?
                        FROM pg_database d WHERE r.name = ? AND d.datname = r.name AND d.oid = r.oid""", word(OfDatabase.KEPT), test, why, name)) > 0;
    }

    /** Tells whether a database is there that an owner has created and that is not kept. */
    public boolean isUsed(Connection session, String name, String owner) throws SQLException {
        return Sql.isTrue(session, """
                SELECT true FROM registry.database r JOIN pg_database d ON d.datname = r.name AND d.oid = r.oid
                WHERE r.name = ? AND r.owner = ? AND r.kind = ? AND r.state = ?""", name, owner, word(Kind.CLONE), word(OfDatabase.CREATED));
    }

    /**
     * Notes that such a database is about to get another name in the same transaction.
     *
     * @return false if it is not such a one any more
     */
    public boolean renamed(Connection session, String from, String to, String owner) throws SQLException {
        return Sql.update(session, """
                        UPDATE registry.database r SET name = ? FROM pg_database d
                        WHERE r.name = ? AND r.owner = ? AND r.kind = ? AND r.state = ? AND d.datname = r.name AND d.oid = r.oid""", to, from, owner, word(Kind.CLONE), word(OfDatabase.CREATED)) == 1;
    }

    /** Forgets a database that is gone. */
    public void dropped(String name) throws SQLException {
        admin.run(session -> Sql.update(session, "DELETE FROM registry.database WHERE name = ?", name));
    }

    /**
     * Returns the databases of an owner that are there. What a failed migration left counts as kept for a day. One whose creator was killed before it could note the oid counts by its name,
     * which holds the owner's random number.
     */
    public List<Entry> databasesOf(String owner) throws SQLException {
        return admin.call(session -> Sql.list(
                session,
                """
                SELECT r.name, r.kind,
                       r.state = ? AND (r.kind <> ? OR r.created > now() - interval '1 day')
                FROM registry.database r JOIN pg_database d ON d.datname = r.name AND (r.oid IS NULL OR d.oid = r.oid)
                WHERE r.owner = ?""",
                row -> new Entry(row.getString(1), States.of(Kind.class, row.getString(2)), row.getBoolean(3)),
                word(OfDatabase.KEPT),
                word(Kind.BUILD),
                owner));
    }

    /** Tells whether there is a database of this name, but not with a registered oid: it is somebody else's, whatever it is called. */
    public boolean isStranger(Connection session, String name) throws SQLException {
        return Sql.isTrue(session, """
                SELECT true FROM pg_database d
                WHERE d.datname = ?
                  AND NOT EXISTS (SELECT FROM registry.database r WHERE r.name = d.datname AND (r.oid IS NULL OR r.oid = d.oid))
                  AND NOT EXISTS (SELECT FROM registry.template t WHERE t.oid = d.oid)""", name);
    }

    /** Refuses to go on where somebody else's database is in the way. */
    public void rejectStranger(Connection session, String name) throws SQLException {
        if (isStranger(session, name)) {
            throw new DatabaseException(
                    "There is a database " + name + " on " + admin.connector().server()
                            + " that pgtestdb4j did not make, so it is not touched. Drop it if nobody needs it.");
        }
    }
}
