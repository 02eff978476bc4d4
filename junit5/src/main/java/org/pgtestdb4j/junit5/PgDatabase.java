package org.pgtestdb4j.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Chooses the database that a parameter means, where a class declares several.
 *
 * <p>It also makes two more types possible: a {@link String} receives the JDBC url and a {@link java.net.URI} the
 * {@code postgresql:} uri, both with user and password.
 *
 * <pre>{@code
 * @Test
 * void starts(@PgDatabase String url) { … }
 * }</pre>
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface PgDatabase {

    /**
     * The name that {@link PgTest#name()} declares.
     *
     * @return empty for the database without a name
     */
    String value() default "";
}
