package org.pgtestdb4j.jooq.kotlin.routines;

import org.jooq.impl.AbstractRoutine;
import org.jooq.impl.SQLDataType;
import org.pgtestdb4j.jooq.kotlin.KotlinSchema;

/** A function. */
public final class AddTwo extends AbstractRoutine<Integer> {

    private static final long serialVersionUID = 1L;

    public AddTwo() {
        super("add_two", KotlinSchema.Companion.getKOTLIN_SCHEMA(), SQLDataType.INTEGER);
    }
}
