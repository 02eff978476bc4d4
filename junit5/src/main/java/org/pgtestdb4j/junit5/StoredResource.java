package org.pgtestdb4j.junit5;

import org.junit.jupiter.api.extension.ExtensionContext;

/** A value that JUnit closes together with the store that holds it. */
@SuppressWarnings("deprecation") // Before JUnit 5.13 stores close nothing but a CloseableResource.
interface StoredResource extends ExtensionContext.Store.CloseableResource, AutoCloseable {

    @Override
    void close();
}
