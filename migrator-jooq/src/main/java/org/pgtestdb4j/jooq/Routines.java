package org.pgtestdb4j.jooq;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Routine;
import org.jooq.Schema;

/** Finds functions and procedures. A schema does not list them; the generator writes them into classes beside it. */
final class Routines {

    private Routines() {}

    static List<String> of(Schema schema) {
        return find(schema, "Routines").stream()
                .flatMap(routines -> Stream.of(routines.getDeclaredMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .distinct()
                .flatMap(method -> find(schema, "routines." + capitalised(method)).stream())
                .map(Routines::nameOf)
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Class<?>> find(Schema schema, String name) {
        try {
            Class<?> type = schema.getClass();
            return Optional.of(Class.forName(type.getPackageName() + "." + name, false, type.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String capitalised(String method) {
        return method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
    }

    private static String nameOf(Class<?> type) {
        try {
            return type.asSubclass(Routine.class)
                    .getDeclaredConstructor()
                    .newInstance()
                    .getName();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a generated routine: " + type, e);
        }
    }
}
