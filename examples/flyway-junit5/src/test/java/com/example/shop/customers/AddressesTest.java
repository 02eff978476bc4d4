package com.example.shop.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class AddressesTest {

    private static final Address BERLIN = new Address("Hauptstraße 1", "10827", "Berlin", "DE");
    private static final Address PARIS = new Address("Rue de la Paix 2", "75002", "Paris", "FR");

    private Customers customers;
    private long ada;

    @BeforeEach
    void register(DataSource database) throws SQLException {
        customers = new Customers(database);
        ada = customers.register("ada@example.com", "Ada").id();
    }

    @Test
    void aCustomerCanHaveSeveral() throws SQLException {
        customers.addAddress(ada, BERLIN);
        customers.addAddress(ada, PARIS);

        assertThat(customers.addresses(ada)).containsExactly(BERLIN, PARIS);
        assertThat(customers.home(ada)).isEmpty();
    }

    @Test
    void aCustomerLivesAtOneOfThem() throws SQLException {
        customers.addAddress(ada, BERLIN);
        customers.liveAt(ada, customers.addAddress(ada, PARIS));

        assertThat(customers.home(ada)).contains(PARIS);
    }

    @Test
    void nobodyLivesAtSomebodyElses() throws SQLException {
        long grace = customers.register("grace@example.com", "Grace").id();
        long ofGrace = customers.addAddress(grace, PARIS);

        assertThatThrownBy(() -> customers.liveAt(ada, ofGrace))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("customer_home_fkey");
        assertThat(customers.home(ada)).isEmpty();
    }

    @Test
    void aCustomerIsForgottenWithAllAddresses() throws SQLException {
        customers.liveAt(ada, customers.addAddress(ada, BERLIN));

        customers.forget(ada);

        assertThat(customers.count()).isZero();
        assertThat(customers.addresses(ada)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1082", "108271", "1O827", "D-10827"})
    void refusesGermanPostalCodesWithoutFiveDigits(String postalCode) throws SQLException {
        assertThatThrownBy(() -> customers.addAddress(ada, new Address("Hauptstraße 1", postalCode, "Berlin", "DE")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("address_check");
        assertThat(customers.addresses(ada)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"de, country_code_check", "DEU, country_code_check", "ZZ, address_country_fkey"})
    void refusesUnknownCountries(String country, String constraint) {
        assertThatThrownBy(() -> customers.addAddress(ada, new Address("Hauptstraße 1", "10827", "Berlin", country)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(constraint);
    }
}
