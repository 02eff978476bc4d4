package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testng.TestNG;

class TestNgVersionTest {

    @Test
    @EnabledIfSystemProperty(named = "testng.version", matches = ".+", disabledReason = "the build names no version")
    void isTheOneThatTheBuildMeans() {
        String source =
                TestNG.class.getProtectionDomain().getCodeSource().getLocation().getPath();

        assertThat(source).endsWith("/testng-" + System.getProperty("testng.version") + ".jar");
    }
}
