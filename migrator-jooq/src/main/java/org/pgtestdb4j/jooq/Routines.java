package org.pgtestdb4j.jooq;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.Result;
import org.jooq.Routine;
import org.jooq.Schema;

/** Finds functions and procedures. A schema does not list them; the generator writes them into classes beside it. */
final class Routines {

    private Routines() {}

    /** Returns names of functions, with how many there are of each; of a class with a name that is not the usual one, that of its method. */
    static Map<String, Integer> of(Schema schema) {
        Map<String, String> names = new TreeMap<>();
        Stream.of("Routines", "routines.references.RoutinesKt")
                .flatMap(name -> find(schema, name).stream())
                .flatMap(routines -> Stream.of(routines.getDeclaredMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .forEach(method -> find(schema, "routines." + capitalised(method.getName()))
                        .map(Routines::nameOf)
                        .or(() -> isCall(method) ? Optional.of(method.getName()) : Optional.empty())
                        .ifPresent(name -> names.put(method.getName(), name)));
        return names.values().stream().collect(Collectors.toMap(name -> name, name -> 1, Integer::sum, TreeMap::new));
    }

    /** Tells calls from what returns tables, since these are among the tables, too. */
    private static boolean isCall(Method method) {
        return method.getParameterCount() > 0
                && method.getParameterTypes()[0] == Configuration.class
                && method.getReturnType() != Result.class;
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
