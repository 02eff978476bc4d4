package org.pgtestdb4j.junit5;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Declaration;

/** What a class declares about its databases: by annotations, its own or inherited, and by extensions built in code. */
final class Declarations {

    private static final Namespace NAMESPACE = Namespace.create(Declarations.class);

    private static final org.pgtestdb4j.binding.Declarations ANNOTATIONS =
            org.pgtestdb4j.binding.Declarations.readBy(Declarations::read);

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
        return ANNOTATIONS.of(testClass);
    }

    private static List<Declaration> read(Annotation annotation) {
        if (annotation instanceof PgTests several) {
            return Stream.of(several.value()).map(Declarations::read).toList();
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
