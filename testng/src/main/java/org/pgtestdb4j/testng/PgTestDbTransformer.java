package org.pgtestdb4j.testng;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.testng.IAnnotationTransformer;
import org.testng.annotations.ITestAnnotation;
import org.testng.annotations.Test;

/**
 * Gives {@link PgTestDbProvider} to every test that has a database among its parameters and no data provider.
 *
 * <p>TestNG has one annotation transformer, so this one is not registered by itself. Add it as a listener where you add others, or call it
 * from your own transformer:
 *
 * <pre>{@code
 * <listeners>
 *     <listener class-name="org.pgtestdb4j.testng.PgTestDbTransformer" />
 * </listeners>
 * }</pre>
 */
public final class PgTestDbTransformer implements IAnnotationTransformer {

    /** Creates a transformer. TestNG calls it. */
    public PgTestDbTransformer() {}

    /** Names the data provider where one is needed. TestNG calls it. */
    @Override
    @SuppressWarnings("rawtypes") // TestNG says so.
    public void transform(
            ITestAnnotation annotation,
            @Nullable Class testClass,
            @Nullable Constructor testConstructor,
            @Nullable Method testMethod) {
        if (testMethod != null
                && annotation.getDataProvider().isEmpty()
                && !classNamesProvider(testMethod.getDeclaringClass())
                && !Databases.of(testMethod).isEmpty()) {
            annotation.setDataProvider(PgTestDbProvider.NAME);
            annotation.setDataProviderClass(PgTestDbProvider.class);
        }
    }

    private static boolean classNamesProvider(Class<?> declaring) {
        Test onClass = declaring.getAnnotation(Test.class);
        return onClass != null && !onClass.dataProvider().isEmpty();
    }
}
