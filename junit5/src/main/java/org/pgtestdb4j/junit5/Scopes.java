package org.pgtestdb4j.junit5;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.TestScope;

/**
 * Finds the scope of a class or a test, and opens it when it is asked for first. The scopes live in JUnit's stores, which
 * inherit what enclosing contexts hold; so the key is the id of the context.
 */
final class Scopes {

    private static final Namespace NAMESPACE = Namespace.create(Scopes.class);

    private Scopes() {}

    /** Returns the scope of the test, or of the class where there is no test. */
    static OpenScope of(ExtensionContext context) {
        return context.getTestMethod().isPresent() ? ofTest(context) : ofClass(context);
    }

    /** Makes the databases of the test current until it ends. */
    static void enter(ExtensionContext test) {
        test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "current " + test.getUniqueId(), id -> CurrentTest.enter(test), CurrentTest.class);
    }

    private static OpenScope ofTest(ExtensionContext test) {
        TestScope ofClass = ofClass(test).scope();
        return opened(test, () -> ofClass.test(TestIds.of(test)));
    }

    private static OpenScope ofClass(ExtensionContext context) {
        ExtensionContext testClass = wholeClass(context);
        Optional<TestScope> enclosing =
                enclosingClass(testClass).map(outer -> ofClass(outer).scope());
        return opened(testClass, () -> {
            List<DatabaseRequest> declared = Declarations.of(testClass);
            return enclosing
                    .map(outer -> outer.nestedClass(TestIds.of(testClass), declared))
                    .orElseGet(() -> Sessions.of(testClass).ofClass(TestIds.of(testClass), orDefault(declared)));
        });
    }

    private static List<DatabaseRequest> orDefault(List<DatabaseRequest> declared) {
        return declared.isEmpty() ? List.of(DatabaseRequest.ofDefaults()) : declared;
    }

    private static OpenScope opened(ExtensionContext context, Supplier<TestScope> opener) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        context.getUniqueId(), id -> new OpenScope(opener.get(), context), OpenScope.class);
    }

    /** Returns the scope of the test that the context stands in, if it was opened. */
    static Optional<OpenScope> openedTest(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            return context.getParent().flatMap(Scopes::openedTest);
        }
        return Optional.ofNullable(context.getStore(NAMESPACE).get(context.getUniqueId(), OpenScope.class));
    }

    /** Of the contexts that one class can have, such as the invocations of a class template, the one that ends last. */
    static ExtensionContext wholeClass(ExtensionContext context) {
        return context.getParent()
                .filter(parent -> parent.getTestClass().equals(context.getTestClass()))
                .map(Scopes::wholeClass)
                .orElse(context);
    }

    private static Optional<ExtensionContext> enclosingClass(ExtensionContext testClass) {
        return testClass.getParent().filter(parent -> parent.getTestClass().isPresent());
    }
}
