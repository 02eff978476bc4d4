package org.pgtestdb4j.junit5;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.pgtestdb4j.binding.TestScope;

/**
 * A scope that ends together with a JUnit context: when the context's store is closed, since every failure is known only
 * then, those of other extensions included.
 */
final class OpenScope implements StoredResource {

    private final TestScope scope;
    private final ExtensionContext context;

    OpenScope(TestScope scope, ExtensionContext context) {
        this.scope = scope;
        this.context = context;
    }

    TestScope scope() {
        return scope;
    }

    @Override
    public void close() {
        scope.close(Outcomes.of(context));
    }
}
