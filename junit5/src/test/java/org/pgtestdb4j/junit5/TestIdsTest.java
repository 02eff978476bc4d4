package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestIdsTest {

    @Test
    void namesClassesWithWhatEnclosesThem() {
        assertThat(idsOf(Plain.class))
                .containsExactly("TestIdsTest.Plain", "TestIdsTest.Plain.test()")
                .doesNotHaveDuplicates();
        assertThat(idsOf(Outer.class))
                .contains("TestIdsTest.Outer", "TestIdsTest.Outer.Inner", "TestIdsTest.Outer.Inner.test()");
    }

    @ExtendWith(SeesIds.class)
    static class Plain {

        @Test
        void test() {}
    }

    @ExtendWith(SeesIds.class)
    static class Outer {

        @Nested
        class Inner {

            @Test
            void test() {}
        }
    }

    @Test
    void numbersInvocations() {
        assertThat(idsOf(Invocations.class))
                .contains(
                        "TestIdsTest.Invocations.repeated()[1]",
                        "TestIdsTest.Invocations.repeated()[2]",
                        "TestIdsTest.Invocations.parameterized()[1]",
                        "TestIdsTest.Invocations.parameterized()[2]",
                        "TestIdsTest.Invocations.factory()");
    }

    @ExtendWith(SeesIds.class)
    static class Invocations {

        @RepeatedTest(2)
        void repeated() {}

        @ParameterizedTest
        @ValueSource(strings = {"[9]", "-invocation:#9]"})
        void parameterized(String text) {}

        @TestFactory
        List<DynamicTest> factory() {
            return List.of(DynamicTest.dynamicTest("dynamic", () -> {}));
        }
    }

    @Test
    @Tag("junit-5.13")
    void numbersInvocationsOfAClass() {
        assertThat(idsOf(ClassInvocations.class))
                .contains(
                        "TestIdsTest.ClassInvocations",
                        "TestIdsTest.ClassInvocations.repeated()[1][1]",
                        "TestIdsTest.ClassInvocations.repeated()[2][1]");
    }

    @ParameterizedClass
    @ValueSource(ints = {7, 8})
    @ExtendWith(SeesIds.class)
    static class ClassInvocations {

        @Parameter
        int number;

        @RepeatedTest(1)
        void repeated() {}
    }

    private static List<String> idsOf(Class<?> fixture) {
        assertThat(Fixture.failures(Fixture.of(fixture).run())).isEmpty();
        return Seen.texts();
    }

    static class SeesIds implements BeforeAllCallback, BeforeEachCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            Seen.see(TestIds.of(context).toString());
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            Seen.see(TestIds.of(context).toString());
        }
    }
}
