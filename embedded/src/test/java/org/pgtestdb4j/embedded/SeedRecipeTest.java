package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedRecipeTest {

    private static final Platform LINUX = Platform.of("Linux", "amd64", false);
    private static final Platform MAC = Platform.of("Mac OS X", "aarch64", false);

    @ParameterizedTest
    @ValueSource(ints = {17, 18})
    void newServersHaveTheirOwnLocale(int major) {
        assertThat(recipe(LINUX, major).locales())
                .containsExactly(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16})
    void olderOnesTakeTheMachinesIfItHasIt(int major) {
        assertThat(recipe(LINUX, major).locales()).containsExactly(List.of("--locale=C.UTF-8"), List.of("--locale=C"));
    }

    @Test
    void settingsThatAServerDoesNotKnowAreLeftOut() {
        assertThat(recipe(LINUX, 15).configuration()).doesNotContain("scram_iterations");
        assertThat(recipe(LINUX, 16).configuration()).contains("scram_iterations = 1");
        assertThat(recipe(LINUX, 17).configuration()).contains("client_connection_check_interval");
        assertThat(recipe(MAC, 17).configuration()).doesNotContain("client_connection_check_interval");
    }

    @Test
    void theSameRecipeHasTheSameKey(@TempDir Path directory) throws Exception {
        ServerUser user = new ServerUser(Files.getOwner(directory), Files.getOwner(directory), List.of());

        assertThat(recipe(LINUX, 17).key(user))
                .isEqualTo(recipe(LINUX, 17).key(user))
                .isNotEqualTo(recipe(LINUX, 18).key(user))
                .isNotEqualTo(recipe(MAC, 17).key(user));
    }

    private static SeedRecipe recipe(Platform platform, int major) {
        return SeedRecipe.of(
                new Installation(Path.of("/cache"), platform.artifact() + major, platform.isLinux(), major));
    }
}
