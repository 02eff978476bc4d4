package org.pgtestdb4j.jooq.kotlin.routines.references;

import org.jooq.Configuration;
import org.jooq.Record;
import org.jooq.Result;
import org.pgtestdb4j.jooq.kotlin.routines.AddTwo;

/** What functions of a Kotlin file are compiled to. */
public final class RoutinesKt {

    private RoutinesKt() {}

    public static Integer addTwo(Configuration configuration) {
        AddTwo call = new AddTwo();
        call.execute(configuration);
        return call.getReturnValue();
    }

    /** Its class has a name of the user's own. */
    public static Integer addThree(Configuration configuration) {
        return 1 + addTwo(configuration);
    }

    /** This one is among the tables. */
    public static Result<Record> allNumbers(Configuration configuration) {
        return configuration.dsl().newResult();
    }
}
