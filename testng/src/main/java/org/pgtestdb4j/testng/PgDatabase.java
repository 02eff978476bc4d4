package org.pgtestdb4j.testng;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Chooses the database that a parameter means, where a class declares several.
 *
 * <pre>{@code
 * @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
 * public void booksAPayment(DataSource shop, @PgDatabase("ledger") DataSource ledger) { … }
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
