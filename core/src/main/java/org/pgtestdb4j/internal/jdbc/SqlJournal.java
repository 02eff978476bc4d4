package org.pgtestdb4j.internal.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The last statements that went through one data source, as the driver shows them, with parameters in place: bounded in number and length,
 * and without passwords. Safe for use by several threads.
 */
public final class SqlJournal {

    private static final int MAX_LENGTH = 500;

    private final int limit;
    private final Secrets secrets;
    private final Deque<Entry> last = new ArrayDeque<>();
    private long count;

    /**
     * Creates an empty journal.
     *
     * @param limit how many statements to remember; with 0, connections are not listened to
     * @param secrets what must not be shown
     */
    public SqlJournal(int limit, Secrets secrets) {
        this.limit = limit;
        this.secrets = secrets;
    }

    /** One statement, and what became of it. */
    static final class Entry {

        private final String sql;
        private volatile String end = " -- has not ended";

        private Entry(String sql) {
            this.sql = sql;
        }

        void succeeded() {
            end = "";
        }

        void failed(String state) {
            end = " -- failed, SQLSTATE " + state;
        }

        @Override
        public String toString() {
            return sql + end;
        }
    }

    boolean isOff() {
        return limit == 0;
    }

    /** Notes a statement that is about to run. */
    Entry begin(String sql) {
        Entry entry = new Entry(shortened(secrets.hide(sql)));
        synchronized (this) {
            count++;
            last.addLast(entry);
            if (last.size() > limit) {
                last.removeFirst();
            }
        }
        return entry;
    }

    private static String shortened(String sql) {
        String line = sql.lines().map(String::strip).collect(Collectors.joining(" "));
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    /** Returns the last statements, the oldest first, each in one line. */
    public synchronized List<String> last() {
        return last.stream().map(Entry::toString).toList();
    }

    /** Returns how many statements there were in all. */
    public synchronized long count() {
        return count;
    }
}
