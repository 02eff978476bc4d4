package org.pgtestdb4j.flyway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/**
 * Reads a Flyway configuration as texts: every getter of the configuration and of its extensions, whatever the version of Flyway has.
 *
 * <p>Left out is what does not decide the migrated state (connection, reports, licence), and what is more than a setting (locations,
 * migrations, callbacks and the like).
 */
final class EffectiveConfiguration {

    private static final Set<String> CONNECTION = Set.of(
            "getUrl",
            "getUser",
            "getPassword",
            "getDataSource",
            "getDriver",
            "getDatabaseType",
            "getConnectRetries",
            "getConnectRetriesInterval",
            "getLockRetryCount",
            "getJdbcProperties",
            "getKerberosConfigFile",
            "getCachedDataSources",
            "getCachedResolvedEnvironments");

    private static final Set<String> REPORTING = Set.of(
            "getLoggers",
            "getReportFilename",
            "isReportEnabled",
            "getDryRunOutput",
            "isOutputQueryResults",
            "getWorkingDirectory",
            "getPowershellExecutable");

    private static final Set<String> MORE_THAN_A_SETTING = Set.of(
            "getClass",
            "getClassLoader",
            "getPluginRegister",
            "getModernConfig",
            "getLocations",
            "getCallbackLocations",
            "getJavaMigrations",
            "getCallbacks",
            "getResolvers",
            "getResourceProvider",
            "getJavaMigrationClassProvider");

    private static final Set<String> LICENCE = Set.of("getLicenseKey", "getToken", "getEmail", "getOfflinePermitPath");

    private static final Set<String> LEFT_OUT = Stream.of(CONNECTION, REPORTING, MORE_THAN_A_SETTING, LICENCE)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private EffectiveConfiguration() {}

    static SortedMap<String, String> settingsOf(Configuration configuration) {
        SortedMap<String, String> settings = new TreeMap<>(gettersOf(Configuration.class, configuration));
        for (ConfigurationExtension extension :
                configuration.getPluginRegister().getPlugins(ConfigurationExtension.class)) {
            settings.putAll(gettersOf(extension.getClass(), extension));
        }
        return settings;
    }

    private static Map<String, String> gettersOf(Class<?> type, Object target) {
        return Stream.of(type.getMethods())
                .filter(EffectiveConfiguration::isSetting)
                .collect(Collectors.toMap(
                        getter -> type.getSimpleName() + "." + getter.getName(),
                        getter -> text(valueOf(getter, target)),
                        (inherited, own) -> own));
    }

    private static boolean isSetting(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && (method.getName().startsWith("get") || method.getName().startsWith("is"))
                && !LEFT_OUT.contains(method.getName());
    }

    private static @Nullable Object valueOf(Method getter, Object target) {
        try {
            return getter.invoke(target);
        } catch (IllegalAccessException e) {
            throw new ConfigurationException("Cannot read Flyway's " + getter, e);
        } catch (InvocationTargetException e) {
            throw new ConfigurationException(
                    "Flyway's configuration is not valid: %s: %s".formatted(getter.getName(), e.getCause()),
                    e.getCause());
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Object[] array) {
            return Stream.of(array).map(EffectiveConfiguration::text).toList().toString();
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream()
                    .map(EffectiveConfiguration::text)
                    .toList()
                    .toString();
        }
        if (value instanceof Map<?, ?> map) {
            SortedMap<String, String> sorted = new TreeMap<>();
            map.forEach((key, mapped) -> sorted.put(text(key), text(mapped)));
            return sorted.toString();
        }
        return value == null || hasText(value.getClass())
                ? String.valueOf(value)
                : value.getClass().getName();
    }

    private static boolean hasText(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every class has toString()", e);
        }
    }
}
