package org.pgtestdb4j.internal.settings;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of core, as {@code docs/settings.md} lists them. A setting has one name everywhere; only the environment spells it in
 * capitals.
 */
public enum Setting {
    URL("pgtestdb4j.url"),
    USER("pgtestdb4j.user"),
    PASSWORD("pgtestdb4j.password"),
    ROLE("pgtestdb4j.role", "pgtestdb4j_test"),
    ROLE_PASSWORD("pgtestdb4j.role.password"),
    ROLE_ATTRIBUTES("pgtestdb4j.role.attributes"),
    EXTENSIONS("pgtestdb4j.extensions"),
    ENCODING("pgtestdb4j.encoding"),
    LOCALE("pgtestdb4j.locale"),
    MIGRATIONS("pgtestdb4j.migrations"),
    MIGRATION_TIMEOUT("pgtestdb4j.migration.timeout", Unit.TIME, "1ms", "10m"),
    TEMPLATE_LIFETIME("pgtestdb4j.template.lifetime", "server"),
    TEMPLATE_MAX_AGE("pgtestdb4j.template.max-age", Unit.TIME, "1ms", ""),
    TEMPLATE_MAX_COUNT("pgtestdb4j.template.max-count", Unit.NUMBER, "1", "50"),
    TEMPLATE_MAX_SIZE("pgtestdb4j.template.max-size", Unit.SIZE, "1MB", "10GB"),
    TEMPLATE_REBUILD("pgtestdb4j.template.rebuild", "false"),
    CLONE_STRATEGY("pgtestdb4j.clone.strategy", "auto"),
    ISOLATION("pgtestdb4j.isolation", "database"),
    LEAKS("pgtestdb4j.leaks", "warn"),
    LOG_SQL("pgtestdb4j.log-sql", Unit.NUMBER, "0", "0"),
    KEEP("pgtestdb4j.keep", "on_failure"),
    KEEP_MAX("pgtestdb4j.keep.max", Unit.NUMBER, "0", "20"),
    KEEP_MAX_AGE("pgtestdb4j.keep.max-age", Unit.TIME, "1ms", "7d"),
    KEEP_DIRECTORY("pgtestdb4j.keep.directory"),
    POOL_SIZE("pgtestdb4j.pool.size", Unit.NUMBER, "0", "16"),
    RECYCLE("pgtestdb4j.recycle", "false");

    /** What all names begin with. */
    static final String PREFIX = "pgtestdb4j.";

    private final String key;
    private final Unit unit;
    private final String lowest;
    private final String defaultText;

    Setting(String key) {
        this(key, "");
    }

    Setting(String key, String defaultText) {
        this(key, Unit.NONE, "", defaultText);
    }

    Setting(String key, Unit unit, String lowest, String defaultText) {
        this.key = key;
        this.unit = unit;
        this.lowest = lowest;
        this.defaultText = defaultText;
    }

    /** What a value counts. */
    public enum Unit {
        /** A text. */
        NONE,

        /** A whole number. */
        NUMBER,

        /** A number of bytes. */
        SIZE,

        /** A length of time. */
        TIME
    }

    /** Returns the full name, as it stands in code, files and system properties. */
    public String key() {
        return key;
    }

    /** Returns what its value counts. */
    public Unit unit() {
        return unit;
    }

    /** Returns the lowest value; empty for a text. */
    public String lowest() {
        return lowest;
    }

    /** Returns what holds where it is not set; empty where that is no fixed text. */
    public String defaultText() {
        return defaultText;
    }

    static Set<String> keys() {
        return Stream.of(values()).map(Setting::key).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns a name as the environment spells it, for example {@code PGTESTDB4J_MIGRATION_TIMEOUT}. */
    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
