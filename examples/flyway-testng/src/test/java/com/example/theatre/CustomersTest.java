package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The current database of the test, and a data provider whose rows run at the same time. */
@PgTest
public class CustomersTest {

    private static Customers customers() {
        return new Customers(TestDatabase.current().dataSource());
    }

    @Test
    public void areNumberedFromOne() throws SQLException {
        assertThat(customers().register("ada@example.com", "Ada")).isEqualTo(1);
    }

    @Test
    public void areFoundByTheirAddress() throws SQLException {
        customers().register("ada@example.com", "Ada");

        assertThat(customers().nameOf("ADA@example.com")).contains("Ada");
        assertThat(customers().nameOf("bob@example.com")).isEmpty();
    }

    @Test
    public void areRegisteredOnce() throws SQLException {
        customers().register("ada@example.com", "Ada");

        assertThatThrownBy(() -> customers().register("Ada@Example.com", "Ada"))
                .hasMessageContaining("customer_email_key");
    }

    @Test
    public void canChangeTheirName() throws SQLException {
        int ada = customers().register("ada@example.com", "Ada");

        assertThat(customers().rename(ada, "Augusta")).isTrue();
        assertThat(customers().nameOf("ada@example.com")).contains("Augusta");
    }

    @Test
    public void mustBeThereToChangeTheirName() throws SQLException {
        assertThat(customers().rename(1, "Nobody")).isFalse();
    }

    @DataProvider(parallel = true)
    public Object[][] names() {
        return new Object[][] {
            {"Ada"}, {"Bob"}, {"Çelik"}, {"Đorđe"}, {"Эмма"}, {"O'Neill"}, {"林"}, {"x; DROP TABLE seat"}
        };
    }

    @Test(dataProvider = "names")
    public void canHaveAnyName(String name) throws SQLException {
        assertThat(customers().register("ada@example.com", name)).isEqualTo(1);
        assertThat(customers().nameOf("ada@example.com")).contains(name);
    }

    @DataProvider
    public Object[][] addresses() {
        return new Object[][] {{""}, {"ada"}, {"@example.com"}, {"ada@"}};
    }

    @Test(dataProvider = "addresses", expectedExceptions = SQLException.class)
    public void needAnAddress(String email) throws SQLException {
        customers().register(email, "Ada");
    }
}
