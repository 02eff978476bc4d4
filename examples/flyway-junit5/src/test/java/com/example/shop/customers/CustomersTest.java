package com.example.shop.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        Customer ada = customers.register("Ada@example.com", "Ada");

        assertThat(customers.find("ADA@example.com")).contains(ada);
        assertThat(customers.find("grace@example.com")).isEmpty();
    }

    @Test
    void refusesASecondCustomerWithTheSameEmail(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        customers.register("ada@example.com", "Ada");

        assertThatThrownBy(() -> customers.register("Ada@Example.com", "Another Ada"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("customer_email_key");
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

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "ada.lovelace@example.com", "ada+shop@mail.example.co.uk", "ädä@example.com"})
    void takesEmails(String email, DataSource database) throws SQLException {
        Customers customers = new Customers(database);

        customers.register(email, "Ada");

        assertThat(customers.find(email)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ada", "@example.com", "ada@", "ada@example", "ada@example.", "a da@example.com", "a@b@c.d"})
    void refusesWhatIsNoEmail(String email, DataSource database) throws SQLException {
        Customers customers = new Customers(database);

        assertThatThrownBy(() -> customers.register(email, "Ada"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("email_address_check");
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

    @Test
    void verifiesAnEmailOnce(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        UUID token = customers.verificationToken(
                customers.register("ada@example.com", "Ada").id());

        assertThat(customers.verify(UUID.randomUUID())).isFalse();
        assertThat(customers.verify(token)).isTrue();
        assertThat(customers.verify(token)).isFalse();
    }

    @Test
    void verifiesANewEmailAgain(DataSource database) throws SQLException {
        Customers customers = new Customers(database);
        Customer ada = customers.register("ada@example.com", "Ada");
        UUID first = customers.verificationToken(ada.id());

        customers.changeEmail(ada.id(), "lovelace@example.com");

        assertThat(customers.verify(first)).isFalse();
        assertThat(customers.verify(customers.verificationToken(ada.id()))).isTrue();
    }
}
