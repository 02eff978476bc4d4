package org.pgtestdb4j.testng;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds the {@link PgTest} annotations of a class that declares several databases; the compiler writes it. */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface PgTests {

    /**
     * The databases of the class.
     *
     * @return annotations with different names
     */
    PgTest[] value();
}
