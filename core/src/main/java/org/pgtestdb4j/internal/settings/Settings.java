package org.pgtestdb4j.internal.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effective settings of one run, each with the place it was found in. Immutable; equal when all effective values are.
 *
 * <p>The strongest source first: code, the test framework's parameters, system properties, the environment, the file on the class path. A
 * blank value counts as not set.
 */
public final class Settings {

    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    private static final String HIGHEST_NUMBER = "999999999";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, Value> values;

    private Settings(Map<String, Value> values) {
        this.values = values;
    }

    private record Value(String text, String source) {}

    /** Where settings come from. */
    public record Sources(
            Map<String, String> code,
            Function<String, Optional<String>> framework,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            Map<String, String> file) {

        /** Returns the sources of this JVM, beside what code and framework say. */
        public static Sources ofJvm(
                Map<String, String> code, Function<String, Optional<String>> framework, ClassLoader classLoader) {
            Map<String, String> properties = new TreeMap<>();
            System.getProperties()
                    .stringPropertyNames()
                    .forEach(name -> properties.put(name, System.getProperty(name, "")));
            return new Sources(code, framework, properties, System.getenv(), SettingsFile.read(classLoader));
        }
    }

    /**
     * Looks every known setting up.
     *
     * @param sources where to look
     * @param further names that are known beside those of core
     * @return the effective settings
     * @throws ConfigurationException if code or file name a setting that does not exist
     */
    public static Settings of(Sources sources, Collection<String> further) {
        Set<String> known = new TreeSet<>(Setting.keys());
        known.addAll(further);
        rejectUnknown("code", sources.code(), known);
        rejectUnknown(SettingsFile.NAME, sources.file(), known);
        warnOfUnknown(sources, known);
        Map<String, Value> values = new TreeMap<>();
        for (String key : known) {
            find(key, sources).ifPresent(value -> values.put(key, value));
        }
        return new Settings(values);
    }

    private static Optional<Value> find(String key, Sources sources) {
        Map<String, Optional<String>> bySource = new LinkedHashMap<>();
        bySource.put("code", Optional.ofNullable(sources.code().get(key)));
        bySource.put("the test framework's parameters", sources.framework().apply(key));
        bySource.put(
                "the system properties",
                Optional.ofNullable(sources.systemProperties().get(key)));
        bySource.put(
                "the environment", Optional.ofNullable(sources.environment().get(Setting.environmentName(key))));
        bySource.put(SettingsFile.NAME, Optional.ofNullable(sources.file().get(key)));
        return bySource.entrySet().stream()
                .filter(entry ->
                        entry.getValue().filter(text -> !text.isBlank()).isPresent())
                .map(entry -> new Value(textOf(key, entry.getValue().orElseThrow()), entry.getKey()))
                .findFirst();
    }

    /** Blanks around a value are slips of the pen, but for passwords. */
    private static String textOf(String key, String value) {
        return key.equals(Setting.PASSWORD.key()) || key.equals(Setting.ROLE_PASSWORD.key()) ? value : value.strip();
    }

    private static void rejectUnknown(String source, Map<String, String> given, Set<String> known) {
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new ConfigurationException("There is no setting \"%s\" (in %s). Did you mean \"%s\"?"
                        .formatted(key, source, Nearest.to(key, known)));
            }
        }
    }

    private static void warnOfUnknown(Sources sources, Set<String> known) {
        sources.systemProperties().keySet().stream()
                .filter(key -> key.startsWith(Setting.PREFIX) && !known.contains(key))
                .forEach(key -> log.warn(
                        "There is no setting \"{}\" (in the system properties). Did you mean \"{}\"?",
                        key,
                        Nearest.to(key, known)));
        Set<String> knownNames = known.stream().map(Setting::environmentName).collect(Collectors.toSet());
        sources.environment().keySet().stream()
                .filter(name -> name.startsWith(Setting.environmentName(Setting.PREFIX)) && !knownNames.contains(name))
                .forEach(name -> log.warn(
                        "There is no setting \"{}\" (in the environment). Did you mean \"{}\"?",
                        name,
                        Nearest.to(name, knownNames)));
    }

    /** Returns a setting's value. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text);
    }

    /** Returns a setting's value. */
    public Optional<String> find(Setting setting) {
        return find(setting.key());
    }

    /** Returns the place that a setting was found in, for messages. */
    public String sourceOf(Setting setting) {
        return Optional.ofNullable(values.get(setting.key())).map(Value::source).orElse("no source");
    }

    /** Returns a setting that is one of an enum's words, in any case, or its default. */
    public <E extends Enum<E>> E word(Setting setting, Class<E> words) {
        String text = textOrDefault(setting).replace('-', '_');
        return Stream.of(words.getEnumConstants())
                .filter(word -> word.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> malformed(
                        setting,
                        "one of " + Arrays.toString(words.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    /** Returns a setting that is a length of time, such as {@code 90s}, or its default. */
    public Duration duration(Setting setting) {
        return Durations.parse(textOrDefault(setting)).orElseThrow(() -> malformed(setting, Durations.EXPECTED));
    }

    /** Returns a setting that is a whole number, or its default. */
    public int number(Setting setting) {
        String text = textOrDefault(setting);
        int lowest = Integer.parseInt(setting.lowest());
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) < lowest) {
            throw malformed(setting, "a whole number from " + lowest + " to " + HIGHEST_NUMBER);
        }
        return Integer.parseInt(text);
    }

    /** Returns a setting that is a path. */
    public Optional<Path> path(Setting setting) {
        try {
            return find(setting).map(text -> Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw malformed(setting, "a path");
        }
    }

    private String textOrDefault(Setting setting) {
        return find(setting).orElse(setting.defaultText());
    }

    /** Returns a setting that is some of an enum's words, in any case, separated by commas. */
    public <E extends Enum<E>> Set<E> words(Setting setting, Class<E> words) {
        Set<E> found = EnumSet.noneOf(words);
        for (String text : list(setting)) {
            found.add(Stream.of(words.getEnumConstants())
                    .filter(word -> word.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> malformed(
                            setting,
                            "some of " + Arrays.toString(words.getEnumConstants()) + ", separated by commas")));
        }
        return found;
    }

    /** Returns a setting that is a list of texts, separated by commas. */
    public List<String> list(Setting setting) {
        return find(setting).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Returns a setting that is {@code true} or {@code false}, or its default. */
    public boolean isTrue(Setting setting) {
        String text = textOrDefault(setting);
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw malformed(setting, "true or false");
        }
        return text.equalsIgnoreCase("true");
    }

    /** Returns a setting that is a size in bytes, such as {@code 10GB}, or its default. */
    public long size(Setting setting) {
        return Sizes.parse(textOrDefault(setting)).orElseThrow(() -> malformed(setting, Sizes.EXPECTED));
    }

    private ConfigurationException malformed(Setting setting, String expected) {
        return new ConfigurationException("%s is \"%s\" (in %s), but must be %s."
                .formatted(setting.key(), find(setting).orElse(""), sourceOf(setting), expected));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && texts().equals(that.texts());
    }

    @Override
    public int hashCode() {
        return Objects.hash(texts());
    }

    private Map<String, String> texts() {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text()));
    }

    /** Names what is set, not what to: values may be secret. */
    @Override
    public String toString() {
        return "settings " + values.keySet();
    }
}
