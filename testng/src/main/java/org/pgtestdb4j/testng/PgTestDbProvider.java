package org.pgtestdb4j.testng;

import org.testng.annotations.DataProvider;

/**
 * The data provider for tests whose only parameters are databases: {@link org.pgtestdb4j.TestDatabase},
 * {@link org.pgtestdb4j.TestDatabases}, {@link javax.sql.DataSource} or {@link java.sql.Connection}. It can be named on a test, or on its
 * class for all of them.
 *
 * <pre>{@code
 * @PgTest
 * @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
 * public class OrdersTest {
 *     public void storesAnOrder(DataSource shop) { … }
 * }
 * }</pre>
 *
 * <p>Tests with a data provider of their own need no other: databases are put in their places among its values.
 */
public final class PgTestDbProvider {

    /** The name of the data provider. */
    public static final String NAME = "pgtestdb4j";

    private PgTestDbProvider() {}

    /**
     * Provides for one invocation. TestNG calls it.
     *
     * @return a row without values; {@link PgTestDbListener} puts the databases in
     */
    @DataProvider(name = NAME)
    public static Object[][] databases() {
        return new Object[][] {{}};
    }
}
