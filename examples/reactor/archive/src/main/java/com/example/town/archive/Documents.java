package com.example.town.archive;

import static com.example.town.archive.db.Tables.DOCUMENT;

import java.util.List;
import org.jooq.DSLContext;

/** Documents by their years. */
public final class Documents {

    private final DSLContext ctx;

    public Documents(DSLContext ctx) {
        this.ctx = ctx;
    }

    /** Adds a document. */
    public void add(String title, int year) {
        ctx.insertInto(DOCUMENT)
                .set(DOCUMENT.TITLE, title)
                .set(DOCUMENT.YEAR, year)
                .execute();
    }

    /** Returns the titles of all that is older than a year, the oldest first. */
    public List<String> before(int year) {
        return ctx.select(DOCUMENT.TITLE)
                .from(DOCUMENT)
                .where(DOCUMENT.YEAR.lt(year))
                .orderBy(DOCUMENT.YEAR)
                .fetch(DOCUMENT.TITLE);
    }
}
