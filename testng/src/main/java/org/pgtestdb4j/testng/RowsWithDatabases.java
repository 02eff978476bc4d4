package org.pgtestdb4j.testng;

import java.util.Iterator;

/** The rows of a data provider, one by one as it makes them, with databases in their places. */
record RowsWithDatabases(Iterator<Object[]> rows, Databases databases) implements Iterator<Object[]> {

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Object[] next() {
        return databases.into(rows.next());
    }
}
