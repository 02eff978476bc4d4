package org.pgtestdb4j.testng;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Declaration;
import org.pgtestdb4j.binding.Declarations;

/** What {@link PgTest} says on a class. */
final class Annotations {

    private static final Declarations DECLARATIONS = Declarations.readBy(Annotations::read);

    private Annotations() {}

    static List<DatabaseRequest> of(Class<?> testClass) {
        return DECLARATIONS.of(testClass);
    }

    private static List<Declaration> read(Annotation annotation) {
        if (annotation instanceof PgTests several) {
            return Stream.of(several.value()).map(Annotations::read).toList();
        }
        return annotation instanceof PgTest single ? List.of(read(single)) : List.of();
    }

    private static Declaration read(PgTest annotation) {
        return new Declaration(
                annotation.name(),
                List.of(annotation.migrations()),
                annotation.migrator(),
                annotation.isolation(),
                annotation.keep(),
                annotation.leaks());
    }
}
