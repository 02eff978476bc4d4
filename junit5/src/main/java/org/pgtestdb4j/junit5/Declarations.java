package org.pgtestdb4j.junit5;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.ReflectionSupport;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.binding.DatabaseRequest;

/** What a class declares about its databases: by annotations, its own or inherited, and by extensions built in code. */
final class Declarations {

    private static final Namespace NAMESPACE = Namespace.create(Declarations.class);

    private Declarations() {}

    static List<DatabaseRequest> of(ExtensionContext testClass) {
        List<DatabaseRequest> declared = new ArrayList<>(annotated(testClass.getRequiredTestClass()));
        declared.addAll(registered(testClass));
        return declared;
    }

    /** Adds what an extension was built for to the class that registers it, unless an enclosing class did already. */
    static void register(ExtensionContext context, PgTestDbExtension extension, DatabaseRequest request) {
        ExtensionContext testClass = Scopes.wholeClass(context);
        Store store = testClass.getStore(NAMESPACE);
        if (store.get(extension) != null) {
            return;
        }
        if (context.getTestMethod().isPresent()) {
            throw new ConfigurationException(
                    "The PgTestDbExtension that %s registers is not in a static field. Make it static: it declares a database for the whole class."
                            .formatted(context.getRequiredTestClass().getName()));
        }
        store.put(extension, request);
        registered(testClass).add(request);
    }

    @SuppressWarnings("unchecked") // Nobody else puts anything under this key.
    private static List<DatabaseRequest> registered(ExtensionContext testClass) {
        return testClass
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(testClass.getUniqueId(), id -> new ArrayList<>(), List.class);
    }

    static List<DatabaseRequest> annotated(Class<?> testClass) {
        Map<String, DatabaseRequest> byName = new LinkedHashMap<>();
        addAnnotated(testClass, byName);
        return List.copyOf(byName.values());
    }

    /** What stands on the class itself wins by name over its superclass, and that over its interfaces. */
    private static void addAnnotated(@Nullable Class<?> type, Map<String, DatabaseRequest> byName) {
        if (type == null) {
            return;
        }
        List<PgTest> own = new ArrayList<>();
        addPresent(type, own, new HashSet<>());
        Set<String> names = new HashSet<>();
        for (PgTest annotation : own) {
            if (!names.add(annotation.name())) {
                throw new ConfigurationException(
                        "%s declares two databases named \"%s\". Give each @PgTest on it a name of its own."
                                .formatted(type.getName(), annotation.name()));
            }
            byName.computeIfAbsent(annotation.name(), name -> request(type, annotation));
        }
        addAnnotated(type.getSuperclass(), byName);
        for (Class<?> implemented : type.getInterfaces()) {
            addAnnotated(implemented, byName);
        }
    }

    private static void addPresent(AnnotatedElement element, List<PgTest> found, Set<Class<?>> seen) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            if (annotation instanceof PgTest single) {
                found.add(single);
            } else if (annotation instanceof PgTests several) {
                found.addAll(List.of(several.value()));
            } else if (seen.add(annotation.annotationType())) {
                addPresent(annotation.annotationType(), found, seen);
            }
        }
    }

    private static DatabaseRequest request(Class<?> declaring, PgTest annotation) {
        return new DatabaseRequest(
                annotation.name(),
                List.of(annotation.migrations()),
                migrator(declaring, annotation.migrator()),
                annotation.isolation(),
                annotation.keep(),
                annotation.leaks());
    }

    private static @Nullable Migrator migrator(Class<?> declaring, Class<? extends Migrator> type) {
        if (type == Migrator.class) {
            return null;
        }
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception e) {
            throw new ConfigurationException(
                    "The migrator %s, which @PgTest on %s names, cannot be created. Give it a constructor without parameters."
                            .formatted(type.getName(), declaring.getName()),
                    e);
        }
    }
}
