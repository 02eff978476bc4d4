package org.pgtestdb4j.internal.settings;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of core. A setting has one name everywhere; only the environment spells it in capitals. */
public enum Setting {
    URL("pgtestdb4j.url"),
    USER("pgtestdb4j.user"),
    PASSWORD("pgtestdb4j.password"),
    ROLE("pgtestdb4j.role"),
    ROLE_PASSWORD("pgtestdb4j.role.password"),
    ROLE_ATTRIBUTES("pgtestdb4j.role.attributes"),
    EXTENSIONS("pgtestdb4j.extensions"),
    ENCODING("pgtestdb4j.encoding"),
    LOCALE("pgtestdb4j.locale"),
    MIGRATIONS("pgtestdb4j.migrations"),
    MIGRATION_TIMEOUT("pgtestdb4j.migration.timeout"),
    TEMPLATE_LIFETIME("pgtestdb4j.template.lifetime"),
    TEMPLATE_MAX_AGE("pgtestdb4j.template.max-age"),
    TEMPLATE_MAX_COUNT("pgtestdb4j.template.max-count"),
    TEMPLATE_MAX_SIZE("pgtestdb4j.template.max-size"),
    TEMPLATE_REBUILD("pgtestdb4j.template.rebuild"),
    ISOLATION("pgtestdb4j.isolation"),
    KEEP("pgtestdb4j.keep");

    /** What all names begin with. */
    static final String PREFIX = "pgtestdb4j.";

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    /** Returns the full name, as it stands in code, files and system properties. */
    public String key() {
        return key;
    }

    static Set<String> keys() {
        return Stream.of(values()).map(Setting::key).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns a name as the environment spells it, for example {@code PGTESTDB4J_MIGRATION_TIMEOUT}. */
    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
