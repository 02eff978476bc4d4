package org.pgtestdb4j.binding;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

/** A parameter that receives a database, in the form of its type. */
public final class DatabaseParameter {

    private static final Set<Class<?>> OUR_TYPES = Set.of(TestDatabase.class, TestDatabases.class);

    /** Others may give out these, too. */
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

    private final Parameter parameter;
    private final String name;

    private DatabaseParameter(Parameter parameter, String name) {
        this.parameter = parameter;
        this.name = name;
    }

    /**
     * Tells whether a parameter is to be a database: if an annotation says so, if its type is ours, or if it is a {@link DataSource} or a
     * {@link Connection} without an annotation of another framework on itself or on its constructor.
     *
     * @param parameter a parameter of a test, or of what runs before or after it
     * @param chosen the name that the binding's annotation on the parameter says, if there is one
     * @return the parameter, or nothing if it is not ours
     */
    public static Optional<DatabaseParameter> of(Parameter parameter, Optional<String> chosen) {
        Class<?> type = parameter.getType();
        boolean ours = chosen.isPresent()
                || OUR_TYPES.contains(type)
                || (COMMON_TYPES.contains(type) && !isAnothers(parameter));
        return ours ? Optional.of(new DatabaseParameter(parameter, chosen.orElse(""))) : Optional.empty();
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

    /**
     * Returns what the parameter receives.
     *
     * @param scope the test's, or its class's
     * @return the database in the form of the parameter's type
     * @throws ConfigurationException if a database is not given out as that type
     */
    public Object in(TestScope scope) {
        Value value = VALUES.get(type());
        if (value == null) {
            throw new ConfigurationException("@PgDatabase stands on %s, but a database is given out as %s only."
                    .formatted(parameter, typeNames()));
        }
        return value.of(scope, name);
    }

    private static String typeNames() {
        return VALUES.keySet().stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
    }

    /**
     * Returns the type of the parameter.
     *
     * @return the form that the database takes
     */
    public Class<?> type() {
        return parameter.getType();
    }

    /** Names the database that is meant, the same in every run. */
    @Override
    public String toString() {
        return name.isEmpty() ? "database" : "database " + name;
    }

    /** Takes what a parameter receives out of a scope, by the name of the database. */
    @FunctionalInterface
    private interface Value {

        Object of(TestScope scope, String name);
    }
}
