package org.pgtestdb4j.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.internal.registry.RoleAttribute;
import org.pgtestdb4j.internal.registry.RoleRequest;
import org.pgtestdb4j.internal.settings.Settings;

class TemplateRulesTest {

    private static Settings settings(String... pairs) {
        Map<String, String> code = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            code.put("pgtestdb4j." + pairs[i], pairs[i + 1]);
        }
        return Settings.of(
                new Settings.Sources(code, name -> Optional.empty(), Map.of(), Map.of(), Map.of()), Set.of());
    }

    @Test
    void areModestWhereNothingIsSet() {
        TemplateRules rules = TemplateRules.of(settings());

        assertThat(rules)
                .isEqualTo(new TemplateRules(
                        TemplateLifetime.SERVER,
                        Optional.empty(),
                        false,
                        50,
                        10L * 1024 * 1024 * 1024,
                        Duration.ofMinutes(10)));
        assertThat(RoleRequest.of(settings())).isEqualTo(new RoleRequest(Optional.empty(), Optional.empty(), Set.of()));
    }

    @Test
    void areWhatIsSet() {
        TemplateRules rules = TemplateRules.of(settings(
                "template.lifetime",
                "Session",
                "template.max-age",
                "24h",
                "template.rebuild",
                "TRUE",
                "template.max-count",
                "1",
                "migration.timeout",
                "2m"));

        assertThat(rules.lifetime()).isEqualTo(TemplateLifetime.SESSION);
        assertThat(rules.maxAge()).contains(Duration.ofHours(24));
        assertThat(rules.rebuild()).isTrue();
        assertThat(rules.maxCount()).isEqualTo(1);
        assertThat(rules.migrationTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({
        "1MB, 1048576",
        "500 MB, 524288000",
        "10GB, 10737418240",
        "2TB, 2199023255552",
        "999999TB, 1099510528264372224"
    })
    void haveASizeInBytes(String text, long bytes) {
        assertThat(TemplateRules.of(settings("template.max-size", text)).maxBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "template.max-count=0",
                "template.max-count=-1",
                "template.max-count=many",
                "template.max-count=1234567890",
                "template.max-size=10",
                "template.max-size=0GB",
                "template.max-size=1000000TB",
                "template.max-age=yesterday",
                "template.rebuild=maybe",
                "template.lifetime=forever"
            })
    void areNotMadeUpFromNonsense(String setting) {
        String[] pair = setting.split("=");

        assertThatThrownBy(() -> TemplateRules.of(settings(pair)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pgtestdb4j." + pair[0], "\"" + pair[1] + "\"", "must be");
    }

    @Test
    void haveARoleWithSomeAttributes() {
        RoleRequest role = RoleRequest.of(
                settings("role", "Tester's", "role.password", " p ", "role.attributes", "createdb, BypassRLS,,"));

        assertThat(role.name()).contains("Tester's");
        assertThat(role.password()).contains(" p ");
        assertThat(role.attributes()).containsExactlyInAnyOrder(RoleAttribute.CREATEDB, RoleAttribute.BYPASSRLS);
    }

    @Test
    void haveNoSuperuser() {
        assertThatThrownBy(() -> RoleRequest.of(settings("role.attributes", "createdb, superuser")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pgtestdb4j.role.attributes", "CREATEDB", "BYPASSRLS");
    }

    @ParameterizedTest
    @CsvSource({"x, 64", "ä, 32", "\uD83D\uDE00, 16"})
    void haveARoleWhoseNamePostgresDoesNotCut(String letter, int times) {
        String longest = letter.repeat(times).substring(0, letter.length() * (times - 1));

        assertThat(RoleRequest.of(settings("role", longest)).name()).contains(longest);
        assertThatThrownBy(() -> RoleRequest.of(settings("role", letter.repeat(times))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pgtestdb4j.role", "63 bytes");
    }
}
