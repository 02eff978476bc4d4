package org.pgtestdb4j.binding;

/**
 * Names a test, or a class of tests, for people.
 *
 * @param container the class, by its simple name or as the framework shows it
 * @param test the method with what tells its invocations apart, or an empty text for the class itself
 */
public record TestId(String container, String test) {

    /**
     * Returns the name as it stands in messages and in the registry.
     *
     * @return for example {@code OrdersTest.storesAnOrder()[2]}
     */
    @Override
    public String toString() {
        return test.isEmpty() ? container : container + "." + test;
    }
}
