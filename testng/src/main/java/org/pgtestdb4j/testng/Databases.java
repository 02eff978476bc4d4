package org.pgtestdb4j.testng;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.binding.DatabaseParameter;
import org.testng.ITestContext;
import org.testng.ITestResult;
import org.testng.TestNGException;
import org.testng.annotations.NoInjection;
import org.testng.xml.XmlTest;

/** The databases among the parameters of a test, and their places among the values of data providers. */
final class Databases {

    /** What TestNG puts in by itself; a data provider's rows have no values for these. */
    private static final Set<Class<?>> INJECTED =
            Set.of(ITestContext.class, ITestResult.class, XmlTest.class, Method.class);

    private final List<Optional<DatabaseParameter>> places;
    private final int own;

    private Databases(List<Optional<DatabaseParameter>> places) {
        this.places = places;
        this.own = (int) places.stream().flatMap(Optional::stream).count();
    }

    static Databases of(Method test) {
        return new Databases(Stream.of(test.getParameters())
                .filter(parameter -> !isInjected(parameter))
                .map(parameter -> DatabaseParameter.of(parameter, chosen(parameter, new HashSet<>())))
                .toList());
    }

    private static boolean isInjected(Parameter parameter) {
        return INJECTED.contains(parameter.getType()) && !parameter.isAnnotationPresent(NoInjection.class);
    }

    private static Optional<String> chosen(AnnotatedElement element, Set<Class<?>> seen) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation instanceof PgDatabase database) {
                return Optional.of(database.value());
            }
            Optional<String> composed = seen.add(annotation.annotationType())
                    ? chosen(annotation.annotationType(), seen)
                    : Optional.empty();
            if (composed.isPresent()) {
                return composed;
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return own == 0;
    }

    /** Returns the row with databases in their places; as it is, if it has values there already. */
    Object[] into(Object[] row) {
        if (row.length != places.size() - own) {
            return row;
        }
        Iterator<Object> values = Stream.of(row).iterator();
        List<Object> all = new ArrayList<>();
        for (Optional<DatabaseParameter> place : places) {
            all.add(place.isPresent() ? DatabaseHandle.of(place.get()) : values.next());
        }
        return all.toArray();
    }

    /** A test that TestNG only skips would look like a success. */
    void refuseWhatIsTooEarly(Method test) {
        String others = places.stream()
                .flatMap(Optional::stream)
                .map(DatabaseParameter::type)
                .filter(type -> !DatabaseHandle.TYPES.contains(type))
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw new TestNGException(
                    "%s asks for a database as %s. TestNG collects parameters before there is a test, so they can be %s only. Take a TestDatabase, and ask it for what you need in the test."
                            .formatted(test, others, DatabaseHandle.typeNames()));
        }
    }
}
