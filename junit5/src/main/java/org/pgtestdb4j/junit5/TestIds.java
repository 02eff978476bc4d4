package org.pgtestdb4j.junit5;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pgtestdb4j.binding.TestId;

/** Names classes and tests by what stands in their source, since display names may say anything. */
final class TestIds {

    /** How JUnit's unique ids tell the invocations of a parameterized or repeated test, or class, apart. */
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]");

    private TestIds() {}

    static TestId of(ExtensionContext context) {
        return new TestId(
                nameOf(context.getRequiredTestClass()),
                context.getTestMethod()
                        .map(method -> method.getName() + "()" + invocations(context))
                        .orElse(""));
    }

    private static String nameOf(Class<?> testClass) {
        return Stream.<Class<?>>iterate(testClass, Objects::nonNull, Class::getEnclosingClass)
                .map(Class::getSimpleName)
                .reduce("", (inner, outer) -> inner.isEmpty() ? outer : outer + "." + inner);
    }

    private static String invocations(ExtensionContext context) {
        return INVOCATION
                .matcher(context.getUniqueId())
                .results()
                .map(invocation -> "[" + invocation.group(1) + "]")
                .collect(Collectors.joining());
    }
}
