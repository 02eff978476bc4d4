package org.pgtestdb4j.embedded;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the servers that {@link PgCluster} asks for, and leaves it to JUnit's stores to close them. */
final class PgClusterExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PgClusterExtension.class);

    /** Called by JUnit. */
    PgClusterExtension() {}

    /** What a server is like; those who ask for the same in the same scope get the same. */
    private record Wish(int version, List<String> conf, List<String> extensions) {

        static Wish of(PgCluster cluster) {
            return new Wish(cluster.version(), List.of(cluster.conf()), List.of(cluster.extensions()));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedPostgres.class
                && (parameter.isAnnotated(PgCluster.class) || annotated(context).isPresent());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter
                .findAnnotation(PgCluster.class)
                .map(own -> server(context, own))
                .or(() -> annotated(context)
                        .map(type -> server(type, annotation(type).orElseThrow())))
                .orElseThrow();
    }

    /** The outermost class that is annotated, which is the one whose end is the server's. */
    private static Optional<ExtensionContext> annotated(ExtensionContext context) {
        Optional<ExtensionContext> outer = context.getParent().flatMap(PgClusterExtension::annotated);
        return outer.isPresent()
                ? outer
                : Optional.of(context)
                        .filter(here -> here.getTestMethod().isEmpty()
                                && annotation(here).isPresent());
    }

    private static Optional<PgCluster> annotation(ExtensionContext context) {
        return context.getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, PgCluster.class));
    }

    private static EmbeddedPostgres server(ExtensionContext scope, PgCluster cluster) {
        return scope.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Wish.of(cluster), wish -> new Held(start(wish)), Held.class)
                .server();
    }

    private static EmbeddedPostgres start(Wish wish) {
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder();
        if (wish.version() != 0) {
            builder.version(wish.version());
        }
        for (String entry : wish.conf()) {
            String[] parts = entry.split("=", 2);
            if (parts.length < 2) {
                throw new ExtensionConfigurationException(
                        "@PgCluster(conf = \"" + entry + "\") is not a name and a value, such as wal_level=logical.");
            }
            builder.conf(parts[0].strip(), parts[1].strip());
        }
        return builder.extension(wish.extensions().toArray(String[]::new)).start();
    }

    /** A server that JUnit closes together with the store that holds it. */
    @SuppressWarnings("deprecation") // Before JUnit 5.13 stores close nothing but a CloseableResource.
    private record Held(EmbeddedPostgres server) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            server.close();
        }
    }
}
