package org.pgtestdb4j.junit5;

import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterContext;
import org.pgtestdb4j.binding.DatabaseParameter;

/** Which parameters are ours, and which database they mean. */
final class Injection {

    private Injection() {}

    static Optional<DatabaseParameter> of(ParameterContext context) {
        return DatabaseParameter.of(
                context.getParameter(), context.findAnnotation(PgDatabase.class).map(PgDatabase::value));
    }
}
