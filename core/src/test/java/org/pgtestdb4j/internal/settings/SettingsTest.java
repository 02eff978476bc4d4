package org.pgtestdb4j.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;

class SettingsTest {

    private static final String ROLE = "pgtestdb4j.role";
    private static final String TIMEOUT = "pgtestdb4j.migration.timeout";

    private final Map<String, String> code = new HashMap<>();
    private final Map<String, String> framework = new HashMap<>();
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> file = new HashMap<>();

    private Settings settings(String... further) {
        return Settings.of(
                new Settings.Sources(
                        code, name -> Optional.ofNullable(framework.get(name)), systemProperties, environment, file),
                Set.of(further));
    }

    @Test
    void prefersTheSourceThatIsNearerToTheTest() {
        Map<String, Map<String, String>> strongestFirst = Map.of(
                "1 code", code,
                "2 the test framework's parameters", framework,
                "3 the system properties", systemProperties,
                "4 the environment", environment,
                "5 pgtestdb4j.properties", file);
        List<String> names = strongestFirst.keySet().stream().sorted().toList();
        names.forEach(
                name -> strongestFirst.get(name).put(name.startsWith("4") ? "PGTESTDB4J_ROLE" : ROLE, "from " + name));

        List<String> found = new ArrayList<>();
        for (String name : names) {
            found.add(settings().find(Setting.ROLE).orElseThrow());
            assertThat(settings().sourceOf(Setting.ROLE)).isEqualTo(name.substring(2));
            strongestFirst.get(name).clear();
        }

        assertThat(found)
                .containsExactlyElementsOf(names.stream().map("from "::concat).toList());
        assertThat(settings().find(Setting.ROLE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void takesABlankValueForNoneAndLooksOn(String blank) {
        code.put(ROLE, blank);
        framework.put(ROLE, blank);
        systemProperties.put(ROLE, blank);
        environment.put("PGTESTDB4J_ROLE", blank);
        file.put(ROLE, "of_the_file");

        assertThat(settings().find(Setting.ROLE)).contains("of_the_file");
        file.put(ROLE, blank);
        assertThat(settings().find(Setting.ROLE)).isEmpty();
    }

    @Test
    void takesBlanksOffTheEndsOfAValue() {
        environment.put("PGTESTDB4J_ROLE", " tester\n");

        assertThat(settings().find(Setting.ROLE)).contains("tester");
    }

    @Test
    void spellsNamesInCapitalsInTheEnvironment() {
        environment.put("PGTESTDB4J_MIGRATION_TIMEOUT", "3s");

        assertThat(settings().duration(Setting.MIGRATION_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void knowsTheSettingsOfServerProvidersToo() {
        code.put("pgtestdb4j.embedded.cache", "/somewhere");

        assertThat(settings("pgtestdb4j.embedded.cache").find("pgtestdb4j.embedded.cache"))
                .contains("/somewhere");
    }

    @Test
    void refusesAnUnknownNameInCodeAndNamesTheNearest() {
        code.put("pgtestdb4j.rolle", "x");

        assertThatThrownBy(this::settings)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("\"pgtestdb4j.rolle\"", "code", "Did you mean \"pgtestdb4j.role\"");
    }

    @ParameterizedTest
    @CsvSource({
        "pgtestdb4j.migration, pgtestdb4j.migrations",
        "pgtestdb4j.migrationtimeout, pgtestdb4j.migration.timeout",
        "PGTESTDB4J_URL, pgtestdb4j.url",
        "url, pgtestdb4j.url",
        "pgtestdb4j.pasword, pgtestdb4j.password"
    })
    void refusesAnUnknownNameInTheFileAndNamesTheNearest(String unknown, String nearest) {
        file.put(unknown, "x");

        assertThatThrownBy(this::settings)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "\"" + unknown + "\"", "pgtestdb4j.properties", "Did you mean \"" + nearest + "\"");
    }

    @Test
    void onlyWarnsOfUnknownNamesThatOthersMayHaveSet() {
        systemProperties.put("pgtestdb4j.rolle", "x");
        environment.put("PGTESTDB4J_ROLLE", "x");

        assertThat(settings())
                .isEqualTo(Settings.of(
                        new Settings.Sources(Map.of(), name -> Optional.empty(), Map.of(), Map.of(), Map.of()),
                        Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90s, PT90S",
        "90 s, PT90S",
        "10m, PT10M",
        "1h, PT1H",
        "7d, PT168H",
        "1ms, PT0.001S",
        "999999999s, PT277777H46M39S"
    })
    void readsDurations(String text, Duration duration) {
        code.put(TIMEOUT, text);

        assertThat(settings().duration(Setting.MIGRATION_TIMEOUT)).isEqualTo(duration);
    }

    @Test
    void hasADefaultForADurationThatIsNotSet() {
        assertThat(settings().duration(Setting.MIGRATION_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90",
                "s",
                "-1s",
                "1.5s",
                "1w",
                "36501d",
                "999999999h",
                "1 hour",
                "PT1S",
                "9999999999s",
                "1s 1s",
                "١s",
                "90S",
                "0s"
            })
    void refusesOtherDurationsWithTheirPlaceAndAnExample(String text) {
        file.put(TIMEOUT, text);

        assertThatThrownBy(() -> settings().duration(Setting.MIGRATION_TIMEOUT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(TIMEOUT, "\"" + text + "\"", "pgtestdb4j.properties", "90s");
    }

    @Test
    void readsNumbers() {
        assertThat(settings().number(Setting.KEEP_MAX)).isEqualTo(20);
        code.put("pgtestdb4j.keep.max", "0");
        assertThat(settings().number(Setting.KEEP_MAX)).isZero();
        code.put("pgtestdb4j.keep.max", "007");
        assertThat(settings().number(Setting.KEEP_MAX)).isEqualTo(7);
        code.put("pgtestdb4j.keep.max", "999999999");
        assertThat(settings().number(Setting.KEEP_MAX)).isEqualTo(999_999_999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "many", "1000000000", "١", "+1", "1 000", "true"})
    void refusesOtherNumbersWithTheirPlaceAndTheirLimits(String text) {
        file.put("pgtestdb4j.keep.max", text);

        assertThatThrownBy(() -> settings().number(Setting.KEEP_MAX))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "pgtestdb4j.keep.max", "\"" + text + "\"", "pgtestdb4j.properties", "from 0 to 999999999");
    }

    @Test
    void readsPaths() {
        assertThat(settings().path(Setting.KEEP_DIRECTORY)).isEmpty();
        code.put("pgtestdb4j.keep.directory", "/a/../b");
        assertThat(settings().path(Setting.KEEP_DIRECTORY))
                .contains(Path.of("/b").toAbsolutePath());
        code.put("pgtestdb4j.keep.directory", "a\0b");
        assertThatThrownBy(() -> settings().path(Setting.KEEP_DIRECTORY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pgtestdb4j.keep.directory", "a path");
    }

    @ParameterizedTest
    @CsvSource({"on_failure", "ON_FAILURE", "on-failure", "On-Failure"})
    void readsWordsInAnyCase(String text) {
        code.put("pgtestdb4j.keep", text);

        assertThat(settings().word(Setting.KEEP, Keep.class)).isEqualTo(Keep.ON_FAILURE);
    }

    @Test
    void hasTheDefaultOfAWordThatTheListOfSettingsNames() {
        assertThat(settings().word(Setting.KEEP, Keep.class)).isEqualTo(Keep.ON_FAILURE);
        assertThat(settings().word(Setting.LEAKS, Leaks.class)).isEqualTo(Leaks.WARN);
    }

    @Test
    void refusesOtherWordsAndListsThose() {
        systemProperties.put("pgtestdb4j.isolation", "none");

        assertThatThrownBy(() -> settings().word(Setting.ISOLATION, Isolation.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "pgtestdb4j.isolation", "\"none\"", "the system properties", "database", "shared");
    }

    @Test
    void areEqualWhenAllValuesAreWhereverTheyCameFrom() {
        code.put(ROLE, "tester");
        Settings fromCode = settings();
        code.clear();
        environment.put("PGTESTDB4J_ROLE", " tester ");
        systemProperties.put("user.home", "/root");
        Settings fromEnvironment = settings();
        environment.put("PGTESTDB4J_ROLE", "other");
        Settings other = settings();

        assertThat(fromCode).isEqualTo(fromEnvironment).hasSameHashCodeAs(fromEnvironment);
        assertThat(fromCode).isNotEqualTo(other);
    }

    @Test
    void showNoValues() {
        code.put("pgtestdb4j.password", "s3cret-word");

        assertThat(settings().toString()).contains("pgtestdb4j.password").doesNotContain("s3cret-word");
    }
}
