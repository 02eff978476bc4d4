package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;

class InjectionTest {

    @Test
    void leavesTypesThatOthersGiveOutToThemIfTheyAreAnnotatedForThem() {
        Fixture.of(AnothersTypes.class).passes(2);
    }

    @PgTest
    @ExtendWith(AnotherFramework.class)
    static class AnothersTypes {

        @Test
        void dataSource(@Another DataSource database) {
            assertThat(database.toString()).isEqualTo("another's");
        }

        @Test
        void connection(@Another Connection connection) {
            assertThat(connection.toString()).isEqualTo("another's");
        }
    }

    @Test
    void leavesTheConstructorsOfOthersToThem() {
        Fixture.of(AnothersConstructor.class).passes(1);
    }

    @PgTest
    @ExtendWith(AnotherFramework.class)
    static class AnothersConstructor {

        private final DataSource database;

        @Another
        AnothersConstructor(DataSource database) {
            this.database = database;
        }

        @Test
        void dataSource() {
            assertThat(database.toString()).isEqualTo("another's");
        }
    }

    @Test
    void saysWhoClashesWhereAnotherWantsTheSameParameter() {
        assertThat(Fixture.of(WantedByBoth.class).fails())
                .hasMessageContainingAll(
                        "competing ParameterResolvers",
                        "DataSource",
                        AnotherFramework.class.getName(),
                        PgTestDbExtension.class.getName());
    }

    @PgTest
    @ExtendWith(AnotherFramework.class)
    static class WantedByBoth {

        @Test
        void test(DataSource whose) {}
    }

    @Test
    void saysWhoClashesWhereADatabaseComesBeforeTheArguments() {
        assertThat(Fixture.of(DatabaseFirst.class).fails())
                .hasMessageContainingAll(
                        "competing ParameterResolvers",
                        "DataSource",
                        "ParameterizedTest",
                        PgTestDbExtension.class.getName());
    }

    @PgTest
    static class DatabaseFirst {

        @ParameterizedTest
        @ValueSource(strings = "tea")
        void test(DataSource database, String item) {}
    }

    @Test
    void leavesOtherTypesAlone() {
        Fixture.of(OtherTypes.class).passes(2);
    }

    @PgTest
    @ExtendWith(AnotherFramework.class)
    static class OtherTypes {

        @Test
        void text(String text) {
            assertThat(text).isEqualTo("another's");
        }

        @Test
        void optional(Optional<DataSource> database) {
            assertThat(database).isEmpty();
        }
    }

    @Test
    void namesTheTypesThatADatabaseIsGivenOutAs() {
        assertThat(Fixture.of(WrongType.class).fails())
                .hasMessageContaining("Integer")
                .hasMessageContaining(
                        "given out as Connection, DataSource, String, TestDatabase, TestDatabases, URI only")
                .hasRootCauseInstanceOf(ConfigurationException.class);
    }

    @PgTest
    static class WrongType {

        @Test
        void number(@PgDatabase Integer port) {}
    }

    @Test
    void touchesNoServerForATestThatAsksForNoDatabase() {
        Fixture.of(Modest.class)
                .with("pgtestdb4j.url", "jdbc:postgresql://nowhere.invalid/none")
                .passes(1);
    }

    @PgTest
    static class Modest {

        @Test
        void asksForNothing() {}
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Another {}

    /** Gives out whatever is not ours. */
    static class AnotherFramework implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return true;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            if (type == Optional.class) {
                return Optional.empty();
            }
            return type == String.class
                    ? "another's"
                    : Proxy.newProxyInstance(
                            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> "another's");
        }
    }
}
