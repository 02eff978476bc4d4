package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;

class EmbeddedSettingsTest {

    @Test
    void needNothing() {
        assertThat(EmbeddedSettings.of(new MapContext(Map.of())))
                .isEqualTo(new EmbeddedSettings(
                        Mode.SHARED,
                        new Idle(Duration.ofMinutes(10)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(60)));
    }

    @Test
    void areRead() {
        Map<String, String> set = Map.of(
                "pgtestdb4j.embedded.mode", "Shared",
                "pgtestdb4j.embedded.idle", "3s",
                "pgtestdb4j.embedded.cache", "/a/../c",
                "pgtestdb4j.embedded.data", "/d",
                "pgtestdb4j.embedded.user", "ada",
                "pgtestdb4j.embedded.start-timeout", "5s");

        assertThat(EmbeddedSettings.of(new MapContext(set)))
                .isEqualTo(new EmbeddedSettings(
                        Mode.SHARED,
                        new Idle(Duration.ofSeconds(3)),
                        Optional.of(Path.of("/c")),
                        Optional.of(Path.of("/d")),
                        Optional.of("ada"),
                        Duration.ofSeconds(5)));
    }

    @Test
    void areAllAnnounced() {
        assertThat(new EmbeddedServerProvider().settings())
                .containsExactlyInAnyOrder(
                        "pgtestdb4j.embedded.mode",
                        "pgtestdb4j.embedded.idle",
                        "pgtestdb4j.embedded.cache",
                        "pgtestdb4j.embedded.data",
                        "pgtestdb4j.embedded.user",
                        "pgtestdb4j.embedded.start-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "soon", "1.5s", "99999999999s", "60"})
    void refuseATimeoutThatIsNone(String value) {
        MapContext context = new MapContext(Map.of("pgtestdb4j.embedded.start-timeout", value));

        assertThatThrownBy(() -> EmbeddedSettings.of(context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pgtestdb4j.embedded.start-timeout")
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "00 m", " 0h "})
    void letAServerEndWithItsLastUser(String value) {
        MapContext context = new MapContext(Map.of("pgtestdb4j.embedded.idle", value));

        assertThat(EmbeddedSettings.of(context).idle().isNone()).isTrue();
    }

    /** Those who ask with the same settings get the same server, and here this one does not matter. */
    @Test
    void forgetTheIdleTimeOfAPrivateServer() {
        Map<String, String> set = Map.of("pgtestdb4j.embedded.mode", "private");
        Map<String, String> other = Map.of("pgtestdb4j.embedded.mode", "private", "pgtestdb4j.embedded.idle", "3s");

        assertThat(EmbeddedSettings.of(new MapContext(other))).isEqualTo(EmbeddedSettings.of(new MapContext(set)));
    }

    @ParameterizedTest
    @CsvSource({
        "pgtestdb4j.embedded.mode, common, shared or private",
        "pgtestdb4j.embedded.idle, off, a number",
        "pgtestdb4j.embedded.idle, -1s, a number",
    })
    void sayWhatTheyMayBe(String name, String value, String expected) {
        MapContext context = new MapContext(Map.of(name, value));

        assertThatThrownBy(() -> EmbeddedSettings.of(context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.200 1",
        "200, 0.200 1",
        "1000, 0.200 5",
        "10000, 0.500 20",
        "600000, 5.000 120",
        "600001, 5.000 121"
    })
    void tellTheKeeperHowOftenToLook(long millis, String words) {
        assertThat(new Idle(Duration.ofMillis(millis)).inWords()).isEqualTo(words);
    }
}
