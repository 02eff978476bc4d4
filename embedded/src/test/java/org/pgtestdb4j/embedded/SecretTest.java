package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void hasOneHundredAndTwentyEightRandomBits() {
        assertThat(Secret.random().password())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Secret.random().password());
    }

    @Test
    void isNotPrinted() {
        Secret secret = Secret.random();

        assertThat(secret.toString()).doesNotContain(secret.password());
        assertThat(secret.verifier()).doesNotContain(secret.password());
    }

    @Test
    void hasAnotherSaltEachTime() {
        Secret secret = Secret.random();

        assertThat(secret.verifier())
                .matches("SCRAM-SHA-256\\$1:[^$]{24}\\$[^:]{44}:.{44}")
                .isNotEqualTo(secret.verifier());
    }
}
