package org.pgtestdb4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigratorTest {

    private final List<String> applied = new ArrayList<>();

    private Migrator step(String hash) {
        return Migrator.of(hash, url -> applied.add(hash + " on " + url));
    }

    @Test
    void appliesItsStep() throws Exception {
        step("a").migrate("jdbc:x");

        assertThat(applied).containsExactly("a on jdbc:x");
    }

    @Test
    void isEqualWithAnEqualHashAndStep() {
        Migrator.Step step = url -> {};

        assertThat(Migrator.of("a", step)).isEqualTo(Migrator.of("a", step)).hasSameHashCodeAs(Migrator.of("a", step));
        assertThat(Migrator.of("a", step)).isNotEqualTo(Migrator.of("b", step));
        assertThat(Migrator.of("a", step)).isNotEqualTo(Migrator.of("a", url -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesABlankHash(String hash) {
        assertThatThrownBy(() -> Migrator.of(hash, url -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("blank");
    }

    @Test
    void withoutMigrationsDoesNothingAndEqualsItself() throws Exception {
        assertThat(Migrator.none()).isSameAs(Migrator.none());
        Migrator.none().migrate("not even a url");
        assertThat(Migrator.none().hash()).isNotBlank();
    }

    @Test
    void isItsOwnOnlyLayer() {
        Migrator alone = step("a");

        assertThat(alone.layers()).containsExactly(alone);
    }

    @Test
    void flattensLayersHoweverTheyWereCombined() {
        Migrator a = step("a");
        Migrator b = step("b");
        Migrator c = step("c");

        Migrator leftFirst = a.then(b).then(c);
        Migrator rightFirst = a.then(b.then(c));

        assertThat(leftFirst.layers()).containsExactly(a, b, c);
        assertThat(leftFirst).isEqualTo(rightFirst).hasSameHashCodeAs(rightFirst);
        assertThat(leftFirst.hash()).isEqualTo(rightFirst.hash());
    }

    @Test
    void appliesAllLayersFromTheBottomUpWhenItIsRunAsOne() throws Exception {
        step("a").then(step("b")).then(step("c")).migrate("u");

        assertThat(applied).containsExactly("a on u", "b on u", "c on u");
    }

    @Test
    void hasAHashThatTellsOrderAndBordersOfLayers() {
        assertThat(List.of(
                        step("a").then(step("b")).hash(),
                        step("b").then(step("a")).hash(),
                        step("ab").then(step("c")).hash(),
                        step("a").then(step("bc")).hash(),
                        step("a").then(step("b")).then(step("c")).hash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void namesItselfForMessages() {
        assertThat(step("a").then(step("b"))).hasToString("migrator a, then migrator b");
        assertThat(Migrator.none()).hasToString("no migrations");
    }

    @Test
    void refusesNothingInsteadOfAStepOrLocation() {
        assertThatThrownBy(() -> Migrator.of("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Migrator.named(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> step("a").then(null)).isInstanceOf(NullPointerException.class);
    }
}
