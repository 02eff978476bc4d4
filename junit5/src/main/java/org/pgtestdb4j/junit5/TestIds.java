package org.pgtestdb4j.junit5;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pgtestdb4j.binding.TestId;

/** Names classes and tests by what stands in their source, since display names may say anything. */
final class TestIds {

    /** How JUnit's unique ids tell the invocations of a parameterized or repeated test, or class, apart. */
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]");

    private TestIds() {}

    static TestId of(ExtensionContext context) {
        return TestId.of(
                context.getRequiredTestClass(),
                context.getTestMethod()
                        .map(method -> method.getName() + "()" + invocations(context))
                        .orElse(""));
    }

    private static String invocations(ExtensionContext context) {
        return INVOCATION
                .matcher(context.getUniqueId())
                .results()
                .map(invocation -> "[" + invocation.group(1) + "]")
                .collect(Collectors.joining());
    }
}
