package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPlanTest {

    @TempDir
    private Path directory;

    private ServerUser user;

    @BeforeEach
    void findUser() throws Exception {
        user = new ServerUser(Files.getOwner(directory), Files.getOwner(directory), List.of());
    }

    @Test
    void whatDecidesTheServerDecidesTheKey() {
        String key = plan("seed-1", "secret", Optional.empty(), 10).key();

        assertThat(plan("seed-2", "secret", Optional.empty(), 10).key()).isNotEqualTo(key);
        assertThat(plan("seed-1", "other", Optional.empty(), 10).key()).isNotEqualTo(key);
        assertThat(plan("seed-1", "secret", Optional.of(directory), 10).key()).isNotEqualTo(key);
    }

    @Test
    void whatDoesNotDecideItDoesNot() {
        SharedPlan plan = plan("seed-1", "secret", Optional.empty(), 10);
        SharedPlan other = plan("seed-1", "secret", Optional.empty(), 20);

        assertThat(other.key()).isEqualTo(plan.key());
        assertThat(other.keyHere()).isEqualTo(plan.keyHere());
    }

    @Test
    void theKeysOfDataAndServerDiffer() {
        SharedPlan plan = plan("seed-1", "secret", Optional.empty(), 10);

        assertThat(plan.key()).isNotEqualTo(plan.keyHere()).doesNotContain("secret");
    }

    private SharedPlan plan(String seed, String secret, Optional<Path> data, int seconds) {
        Duration time = Duration.ofSeconds(seconds);
        EmbeddedSettings settings =
                new EmbeddedSettings(Mode.SHARED, new Idle(time), Optional.empty(), data, Optional.empty(), time);
        return new SharedPlan(
                new Installation(directory, Platform.of("Linux", "amd64", false), 17),
                new Seed(directory.resolve(seed), new Secret(secret)),
                new Cache(directory),
                user,
                settings);
    }
}
