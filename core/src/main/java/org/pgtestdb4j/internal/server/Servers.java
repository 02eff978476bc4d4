package org.pgtestdb4j.internal.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.pgtestdb4j.spi.ServerProvider;

/** Decides which server a run works on: the one whose url is set, else the one that a provider on the class path has. Immutable. */
public final class Servers {

    private final List<ServerProvider> providers;
    private final ClassLoader classLoader;

    private Servers(List<ServerProvider> providers, ClassLoader classLoader) {
        this.providers = providers;
        this.classLoader = classLoader;
    }

    /** Returns the servers that can be had through a class loader. */
    public static Servers of(ClassLoader classLoader) {
        return new Servers(
                ServiceLoader.load(ServerProvider.class, classLoader).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                classLoader);
    }

    /** Returns the settings that the providers understand. */
    public Set<String> settings() {
        return providers.stream()
                .flatMap(provider -> provider.settings().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Finds the server of a run.
     *
     * @return a server, to be closed by the caller
     */
    public PostgresServer find(Settings settings) {
        Optional<PostgresServer> external =
                settings.find(Setting.URL).map(url -> external(JdbcUrl.parse(url), settings));
        return external.orElseGet(() -> provided(settings));
    }

    /** A url is consent: whoever sets it wants to be on that server. */
    private static PostgresServer external(JdbcUrl url, Settings settings) {
        String user = settings.find(Setting.USER).orElse(url.user());
        if (user.isEmpty()) {
            throw new ConfigurationException(
                    "pgtestdb4j.url names no user. Add one to the url, or set pgtestdb4j.user, to a role that may create databases and roles.");
        }
        return PostgresServer.builder()
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .user(user)
                .password(settings.find(Setting.PASSWORD).orElse(url.password()))
                .parameters(url.parameters())
                .build();
    }

    private PostgresServer provided(Settings settings) {
        if (providers.isEmpty()) {
            throw new ServerException("""
                    There is no PostgreSQL server to work with. Either
                      add the dependency org.pgtestdb4j:pgtestdb4j-embedded, which brings and starts one, or
                      set pgtestdb4j.url (as a system property, as PGTESTDB4J_URL, or in pgtestdb4j.properties) to one that runs.""");
        }
        if (providers.size() > 1) {
            throw new ConfigurationException("Several server providers are on the class path: "
                    + providers.stream()
                            .map(provider -> provider.getClass().getName())
                            .sorted()
                            .toList()
                    + ". Leave one, or set pgtestdb4j.url.");
        }
        return providers.get(0).find(new Context(settings, classLoader));
    }

    /** Returns what is set for those who start servers by themselves. */
    public static ServerContext contextOf(ClassLoader classLoader) {
        Settings.Sources sources = Settings.Sources.ofJvm(Map.of(), name -> Optional.empty(), classLoader);
        return new Context(Settings.of(sources, of(classLoader).settings()), classLoader);
    }

    private record Context(Settings settings, ClassLoader classLoader) implements ServerContext {

        @Override
        public Optional<String> setting(String name) {
            return settings.find(name);
        }
    }
}
