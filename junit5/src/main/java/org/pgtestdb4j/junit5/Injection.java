package org.pgtestdb4j.junit5;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

/** Which parameters are ours, and what they receive. */
final class Injection {

    private static final Set<Class<?>> OUR_TYPES = Set.of(TestDatabase.class, TestDatabases.class);

    /** Other extensions may give out these, too. */
    private static final Set<Class<?>> COMMON_TYPES = Set.of(DataSource.class, Connection.class);

    /** Annotations that do not tell who gives out the parameter, whatever library they come from. */
    private static final Set<String> NULLNESS = Set.of("CheckForNull", "NonNull", "Nonnull", "NotNull", "Nullable");

    private static final Map<Class<?>, Value> VALUES = Map.of(
            TestDatabase.class, (scope, name) -> scope.database(name),
            TestDatabases.class, (scope, name) -> scope.databases(name),
            DataSource.class, (scope, name) -> scope.database(name).dataSource(),
            Connection.class, (scope, name) -> scope.connect(name),
            String.class, (scope, name) -> scope.database(name).url(),
            URI.class, (scope, name) -> scope.database(name).libpqUri());

    private Injection() {}

    static boolean claims(ParameterContext context) {
        Class<?> type = context.getParameter().getType();
        return context.isAnnotated(PgDatabase.class)
                || OUR_TYPES.contains(type)
                || (COMMON_TYPES.contains(type) && !isAnothers(context.getParameter()));
    }

    /** An annotation on a constructor, such as {@code @Autowired}, speaks for all its parameters. */
    private static boolean isAnothers(Parameter parameter) {
        return isAnothers(parameter.getAnnotations())
                || (parameter.getDeclaringExecutable() instanceof Constructor<?> constructor
                        && isAnothers(constructor.getAnnotations()));
    }

    private static boolean isAnothers(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(Annotation::annotationType)
                .anyMatch(type -> !type.getName().startsWith("java.") && !NULLNESS.contains(type.getSimpleName()));
    }

    static Object resolve(ParameterContext context, OpenScope scope) {
        Parameter parameter = context.getParameter();
        Value value = VALUES.get(parameter.getType());
        if (value == null) {
            throw new ConfigurationException("@PgDatabase stands on %s, but a database is given out as %s only."
                    .formatted(parameter, typeNames()));
        }
        return value.of(
                scope,
                context.findAnnotation(PgDatabase.class).map(PgDatabase::value).orElse(""));
    }

    private static String typeNames() {
        return VALUES.keySet().stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
    }

    /** Takes what a parameter receives out of a scope, by the name of the database. */
    @FunctionalInterface
    private interface Value {

        Object of(OpenScope scope, String name);
    }
}
