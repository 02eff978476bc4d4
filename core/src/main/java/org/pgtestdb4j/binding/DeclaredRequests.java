package org.pgtestdb4j.binding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.internal.settings.Nearest;

/** The databases that are declared for a scope by name: its own, and those of the scopes around it. */
final class DeclaredRequests {

    private final TestId id;
    private final Map<String, DatabaseRequest> own = new LinkedHashMap<>();
    private final @Nullable DeclaredRequests enclosing;

    DeclaredRequests(TestId id, List<DatabaseRequest> requests, @Nullable DeclaredRequests enclosing) {
        this.id = id;
        this.enclosing = enclosing;
        for (DatabaseRequest request : requests) {
            if (own.put(request.name(), request) != null) {
                throw new ConfigurationException("%s declares two databases %s. Give each a name of its own."
                        .formatted(id, quoted(request.name())));
            }
        }
    }

    /** Returns what this scope itself declares. */
    Optional<DatabaseRequest> find(String name) {
        return Optional.ofNullable(own.get(name));
    }

    /** Returns all names that can be asked for. */
    Set<String> names() {
        Set<String> names = enclosing == null ? new TreeSet<>() : enclosing.names();
        names.addAll(own.keySet());
        return names;
    }

    /** Explains that nobody declares a name. */
    ConfigurationException missing(String name) {
        Set<String> names = names();
        return new ConfigurationException("%s asks for the database %s, but declared are: %s.%s"
                .formatted(
                        id,
                        quoted(name),
                        names.stream().map(DeclaredRequests::quoted).collect(Collectors.joining(", ")),
                        suggestion(name, names)));
    }

    private static String suggestion(String name, Set<String> names) {
        List<String> named = names.stream().filter(other -> !other.isEmpty()).toList();
        return name.isEmpty() || named.isEmpty() ? "" : " Did you mean \"" + Nearest.to(name, named) + "\"?";
    }

    private static String quoted(String name) {
        return name.isEmpty() ? "without a name" : "named \"" + name + "\"";
    }
}
