package org.pgtestdb4j.binding;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;

/** Reads what a class declares by annotations: its own, those it inherits, and those that annotations are composed of. */
public final class Declarations {

    private final Function<Annotation, List<Declaration>> reader;

    private Declarations(Function<Annotation, List<Declaration>> reader) {
        this.reader = reader;
    }

    /**
     * Says which annotations declare databases.
     *
     * @param reader returns what an annotation declares; nothing for those of others
     * @return a reader for classes
     */
    public static Declarations readBy(Function<Annotation, List<Declaration>> reader) {
        return new Declarations(reader);
    }

    /**
     * Returns what a class declares. What stands on the class itself wins by name over its superclass, and that over its interfaces.
     *
     * @param type a class with tests
     * @return requests with different names; none if there is no annotation
     * @throws ConfigurationException if two annotations on one class have the same name, or a migrator cannot be created
     */
    public List<DatabaseRequest> of(Class<?> type) {
        Map<String, DatabaseRequest> byName = new LinkedHashMap<>();
        add(type, byName);
        return List.copyOf(byName.values());
    }

    private void add(@Nullable Class<?> type, Map<String, DatabaseRequest> byName) {
        if (type == null) {
            return;
        }
        List<Declaration> own = new ArrayList<>();
        addPresent(type, own, new HashSet<>());
        Set<String> names = new HashSet<>();
        for (Declaration declaration : own) {
            if (!names.add(declaration.name())) {
                throw new ConfigurationException(
                        "%s declares two databases named \"%s\". Give each @PgTest on it a name of its own."
                                .formatted(type.getName(), declaration.name()));
            }
            byName.computeIfAbsent(declaration.name(), name -> request(type, declaration));
        }
        add(type.getSuperclass(), byName);
        for (Class<?> implemented : type.getInterfaces()) {
            add(implemented, byName);
        }
    }

    private void addPresent(AnnotatedElement element, List<Declaration> found, Set<Class<?>> seen) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            List<Declaration> declared = reader.apply(annotation);
            found.addAll(declared);
            if (declared.isEmpty() && seen.add(annotation.annotationType())) {
                addPresent(annotation.annotationType(), found, seen);
            }
        }
    }

    private static DatabaseRequest request(Class<?> declaring, Declaration declaration) {
        return new DatabaseRequest(
                declaration.name(),
                declaration.migrations(),
                migrator(declaring, declaration.migrator()),
                declaration.isolation(),
                declaration.keep(),
                declaration.leaks());
    }

    private static @Nullable Migrator migrator(Class<?> declaring, Class<? extends Migrator> type) {
        if (type == Migrator.class) {
            return null;
        }
        try {
            Constructor<? extends Migrator> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ConfigurationException(
                    "The migrator %s, which @PgTest on %s names, cannot be created. Give it a constructor without parameters."
                            .formatted(type.getName(), declaring.getName()),
                    e);
        }
    }
}
