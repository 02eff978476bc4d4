package org.pgtestdb4j.testng;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;

/**
 * Gives every test of a class its own pristine, fully migrated database.
 *
 * <p>{@link org.pgtestdb4j.TestDatabase#current()} returns it in tests and in {@code @BeforeMethod} and {@code @AfterMethod} methods; tests
 * can also receive it as a parameter, see {@link PgTestDbProvider} and {@link PgTestDbTransformer}. Each invocation of a test is a test of
 * its own: of a data provider's rows, of an {@code invocationCount}, of a retry. A test that asks for none gets none. When a test fails, its
 * database is kept, and the failure says how to open it.
 *
 * <pre>{@code
 * @PgTest
 * public class OrdersTest {
 *     @Test
 *     public void storesAnOrder() {
 *         DataSource shop = TestDatabase.current().dataSource();
 *         …
 *     }
 * }
 * }</pre>
 *
 * <p>Repeated with different names, it declares several databases:
 *
 * <pre>{@code
 * @PgTest(migrations = "flyway:db/shop")
 * @PgTest(name = "ledger", migrations = "flyway:db/ledger")
 * public class PaymentsTest {
 *     @Test
 *     public void booksAPayment() {
 *         TestDatabase ledger = TestDatabase.current("ledger");
 *         …
 *     }
 * }
 * }</pre>
 *
 * <p>It is inherited by subclasses, whose own declarations win by name, and may stand on an annotation of your own.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(PgTests.class)
public @interface PgTest {

    /**
     * Tells several databases of one class apart; {@link PgDatabase} chooses among them.
     *
     * @return empty for the one that parameters without {@link PgDatabase} mean
     */
    String name() default "";

    /**
     * What the database contains, from the bottom layer up.
     *
     * @return locations such as {@code flyway:db/migration}; with neither these nor a {@link #migrator()}, the setting
     *     {@code pgtestdb4j.migrations} or convention decides
     */
    String[] migrations() default {};

    /**
     * A migrator in code, applied on top of the {@link #migrations()}.
     *
     * @return a class with a constructor without parameters; {@link Migrator} itself stands for none
     */
    Class<? extends Migrator> migrator() default Migrator.class;

    /**
     * What the tests of the class see of each other's writes.
     *
     * @return a database of its own for every test, unless a setting says otherwise
     */
    Isolation isolation() default Isolation.DEFAULT;

    /**
     * When the database outlives its test.
     *
     * @return when the test failed, unless a setting says otherwise
     */
    Keep keep() default Keep.DEFAULT;

    /**
     * What happens when a test leaves sessions open on the database.
     *
     * @return a warning, unless a setting says otherwise
     */
    Leaks leaks() default Leaks.DEFAULT;
}
