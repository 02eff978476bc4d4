package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class CustomersTest {

    @Test
    void aNewShopHasNoCustomers(DataSource database) throws SQLException {
        assertThat(new Customers(database).count()).isZero();
    }

    @Test
    void numbersCustomersFromOne(DataSource database) throws SQLException {
        Customers customers = new Customers(database);

        assertThat(customers.register("ada@example.com", "Ada").id()).isEqualTo(1);
        assertThat(customers.register("grace@example.com", "Grace").id()).isEqualTo(2);
        assertThat(customers.count()).isEqualTo(2);
    }

    @Test
    void findsACustomerByEmailInAnyCase(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        Customer ada = customers.register("ada@example.com", "Ada");

        assertThat(customers.find("ADA@example.com")).contains(ada);
        assertThat(customers.find("grace@example.com")).isEmpty();
    }

    @Test
    void refusesASecondCustomerWithTheSameEmail(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        customers.register("ada@example.com", "Ada");

        assertThatThrownBy(() -> customers.register("Ada@Example.com", "Another Ada"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("customer_email");
        assertThat(customers.count()).isEqualTo(1);
    }

    @Test
    void refusesACustomerWithoutAName(DataSource database) throws SQLException {
        Customers customers = new Customers(database);

        assertThatThrownBy(() -> customers.register("nobody@example.com", ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("customer_name_check");
        assertThat(customers.count()).isZero();
    }

    @Test
    void renamesOneCustomerOnly(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        Customer ada = customers.register("ada@example.com", "Ada");
        Customer grace = customers.register("grace@example.com", "Grace");

        customers.rename(ada.id(), "Ada Lovelace");

        assertThat(customers.find("ada@example.com")).map(Customer::name).contains("Ada Lovelace");
        assertThat(customers.find("grace@example.com")).contains(grace);
    }
}
