package org.pgtestdb4j.internal.clone;

import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;

/** How the server copies a database. */
public enum CopyStrategy {
    /** The faster way: files where nothing is synchronized to disk, else through the write-ahead log. */
    AUTO,
    /** Files are copied, and a checkpoint is forced on everybody. */
    FILE_COPY,
    /** The copy goes through the write-ahead log. */
    WAL_LOG;

    private static final int FIRST_MAJOR_WITH_CHOICE = 15;

    /**
     * Returns what stands in {@code CREATE DATABASE}.
     *
     * @throws ConfigurationException if the server has no such way
     */
    String clauseFor(Admin admin) {
        int major = admin.facts().major();
        if (major < FIRST_MAJOR_WITH_CHOICE) {
            if (this == WAL_LOG) {
                throw new ConfigurationException(
                        "%s is wal_log, but PostgreSQL %d can copy files only: leave the setting out, or use PostgreSQL %d or newer."
                                .formatted(Setting.CLONE_STRATEGY.key(), major, FIRST_MAJOR_WITH_CHOICE));
            }
            return "";
        }
        boolean unsynchronized =
                admin.connector().server().ours() || !admin.facts().fsync();
        boolean files = this == FILE_COPY || (this == AUTO && unsynchronized);
        return files ? " STRATEGY file_copy" : " STRATEGY wal_log";
    }
}
