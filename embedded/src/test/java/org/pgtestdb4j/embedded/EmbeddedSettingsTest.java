package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;

class EmbeddedSettingsTest {

    @Test
    void needNothing() {
        assertThat(EmbeddedSettings.of(new MapContext(Map.of())))
                .isEqualTo(new EmbeddedSettings(
                        Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(60)));
    }

    @Test
    void areRead() {
        Map<String, String> set = Map.of(
                "pgtestdb4j.embedded.cache", "/a/../c",
                "pgtestdb4j.embedded.data", "/d",
                "pgtestdb4j.embedded.user", "ada",
                "pgtestdb4j.embedded.start-timeout", "5s");

        assertThat(EmbeddedSettings.of(new MapContext(set)))
                .isEqualTo(new EmbeddedSettings(
                        Optional.of(Path.of("/c")),
                        Optional.of(Path.of("/d")),
                        Optional.of("ada"),
                        Duration.ofSeconds(5)));
    }

    @Test
    void areAllAnnounced() {
        assertThat(new EmbeddedServerProvider().settings())
                .containsExactlyInAnyOrder(
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
}
