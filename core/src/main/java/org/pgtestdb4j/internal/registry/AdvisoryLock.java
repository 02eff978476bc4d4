package org.pgtestdb4j.internal.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.internal.jdbc.Sql;

/**
 * One of the server's advisory locks in our database. It belongs to the session that took it, and the server frees it when that session
 * ends, however it ends.
 *
 * @param key the number that stands for the lock: the first 8 bytes of the SHA-256 of its name
 */
public record AdvisoryLock(long key) {

    /** Returns the lock by which an owner proves that it lives. */
    static AdvisoryLock ofOwner(String owner) {
        return named("owner:" + owner);
    }

    /** Returns the lock of who looks whether an owner lives, for which the owner's own is tried. */
    static AdvisoryLock ofLookAt(String owner) {
        return named("look:" + owner);
    }

    /** Returns the lock of who builds a template. */
    public static AdvisoryLock ofBuild(String template) {
        return named("build:" + template);
    }

    /** Returns the lock of who uses a template, shared; who removes it needs it exclusively. */
    public static AdvisoryLock ofTemplate(String template) {
        return named("template:" + template);
    }

    /** Returns the lock under which the registry's tables and roles are made. */
    static AdvisoryLock ofSetUp() {
        return named("set-up");
    }

    private static AdvisoryLock named(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new AdvisoryLock(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Takes the lock for this session alone, unless somebody else has it. */
    public boolean tryExclusive(Connection session) throws SQLException {
        return Sql.isTrue(session, "SELECT pg_try_advisory_lock(?)", key);
    }

    /** Takes the lock together with others who share it, unless somebody has it alone. */
    public boolean tryShared(Connection session) throws SQLException {
        return Sql.isTrue(session, "SELECT pg_try_advisory_lock_shared(?)", key);
    }

    /** Gives an exclusive lock back. */
    public void unlock(Connection session) throws SQLException {
        Sql.isTrue(session, "SELECT pg_advisory_unlock(?)", key);
    }

    /** Gives a shared lock back. */
    public void unlockShared(Connection session) throws SQLException {
        Sql.isTrue(session, "SELECT pg_advisory_unlock_shared(?)", key);
    }

    /** Waits for the lock, which ends with the transaction. */
    void untilEndOfTransaction(Connection session) throws SQLException {
        Sql.first(session, "SELECT pg_advisory_xact_lock(?)", row -> true, key);
    }

    /** Returns who holds this lock, as the server's list of sessions names it; empty if nobody does. */
    public String holder(Connection session) throws SQLException {
        return Sql.first(session, """
                        SELECT a.application_name || ', pid ' || a.pid
                        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                        WHERE l.locktype = 'advisory' AND l.granted
                          AND l.classid = (? >> 32 & 4294967295)::oid AND l.objid = (? & 4294967295)::oid""", row -> row.getString(1), key, key).orElse("");
    }
}
