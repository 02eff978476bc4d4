package org.pgtestdb4j.binding;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * Names a test, or a class of tests, for people.
 *
 * @param container the class, by its simple name or as the framework shows it
 * @param test the method with what tells its invocations apart, or an empty text for the class itself
 */
public record TestId(String container, String test) {

    /**
     * Names what a class contains by what stands in its source.
     *
     * @param container the class; its name comes with those of the classes around it
     * @param test the method with what tells its invocations apart, or an empty text for the class itself
     * @return for example {@code Outer.Inner} and {@code storesAnOrder()}
     */
    public static TestId of(Class<?> container, String test) {
        return new TestId(
                Stream.<Class<?>>iterate(container, Objects::nonNull, Class::getEnclosingClass)
                        .map(Class::getSimpleName)
                        .reduce("", (inner, outer) -> inner.isEmpty() ? outer : outer + "." + inner),
                test);
    }

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
