package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class JUnitVersionTest {

    @Test
    @EnabledIfSystemProperty(named = "junit.version", matches = ".+", disabledReason = "the build names no version")
    void isTheOneThatTheBuildMeans() {
        assertThat(Test.class.getPackage().getImplementationVersion()).isEqualTo(System.getProperty("junit.version"));
    }
}
