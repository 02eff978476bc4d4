package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.TestDatabase;

class RegistrationIT {

    @Test
    void givesTheDefaultDatabaseWithoutAnAnnotation() {
        Fixture.of(ExtensionOnly.class).passes(1);
        Fixture.of(ExtensionOnMethods.class).passes(2);
    }

    @ExtendWith(PgTestDbExtension.class)
    static class ExtensionOnly {

        @Test
        void test(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isZero();
        }
    }

    static class ExtensionOnMethods {

        @Test
        @ExtendWith(PgTestDbExtension.class)
        void first(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isZero();
        }

        @Test
        @ExtendWith(PgTestDbExtension.class)
        void second(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isZero();
        }
    }

    @Test
    void followsExtensionsThatAreBuiltInCode() {
        Fixture.of(InCode.class).passes(2);
    }

    static class InCode {

        @RegisterExtension
        static final PgTestDbExtension SHOP =
                PgTestDbExtension.builder().migrator(new NotesMigrator(1)).build();

        @RegisterExtension
        static final PgTestDbExtension LEDGER = PgTestDbExtension.builder()
                .name("ledger")
                .migrator(new NotesMigrator(2))
                .isolation(Isolation.SHARED)
                .keep(Keep.NEVER)
                .build();

        @BeforeAll
        static void write(@PgDatabase("ledger") DataSource ledger) throws SQLException {
            Notes.write(ledger);
        }

        @Test
        void test(DataSource shop, @PgDatabase("ledger") DataSource ledger) throws SQLException {
            assertThat(Notes.count(shop)).isEqualTo(1);
            assertThat(Notes.count(ledger)).isEqualTo(3);
        }

        @Nested
        class Inner {

            @Test
            void test(@PgDatabase("ledger") DataSource ledger) throws SQLException {
                assertThat(Notes.count(ledger)).isEqualTo(3);
            }
        }
    }

    @Test
    void combinesAnnotationsAndExtensionsInCode() {
        Fixture.of(Combined.class).passes(1);
    }

    @PgTest(migrations = "notes:1")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Combined {

        @RegisterExtension
        static final PgTestDbExtension LEDGER = PgTestDbExtension.builder()
                .name("ledger")
                .migrator(new NotesMigrator(2))
                .isolation(Isolation.SHARED)
                .build();

        private final DataSource ledger;

        Combined(@PgDatabase("ledger") DataSource ledger) {
            this.ledger = ledger;
        }

        @Test
        void test(DataSource shop, @PgDatabase("ledger") TestDatabase sameLedger) throws SQLException {
            assertThat(Notes.count(shop)).isEqualTo(1);
            assertThat(sameLedger.dataSource()).isSameAs(ledger);
        }
    }

    @Test
    void refusesOneNameInAnnotationAndCode() {
        assertThat(Fixture.of(Clash.class).fails())
                .hasMessageContaining("RegistrationIT.Clash declares two databases")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    @PgTest
    static class Clash {

        @RegisterExtension
        static final PgTestDbExtension SAME = PgTestDbExtension.builder().build();

        @Test
        void test(DataSource database) {}
    }

    @Test
    void refusesOneNameInTwoExtensions() {
        assertThat(Fixture.of(TwoOfOneName.class).fails())
                .hasMessageContaining("RegistrationIT.TwoOfOneName declares two databases")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    static class TwoOfOneName {

        @RegisterExtension
        static final PgTestDbExtension FIRST =
                PgTestDbExtension.builder().name("ledger").build();

        @RegisterExtension
        static final PgTestDbExtension SECOND =
                PgTestDbExtension.builder().name("ledger").build();

        @Test
        void test(@PgDatabase("ledger") DataSource database) {}
    }

    @Test
    void refusesAFieldThatIsNotStatic() {
        assertThat(Fixture.of(NotStatic.class).fails())
                .hasMessageContainingAll("NotStatic", "Make it static")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    static class NotStatic {

        @RegisterExtension
        final PgTestDbExtension database = PgTestDbExtension.builder().build();

        @Test
        void test(DataSource shop) {}
    }

    @Test
    void refusesAnOptionThatIsSetTwice() {
        PgTestDbExtension.Builder builder = PgTestDbExtension.builder().name("ledger");

        assertThatThrownBy(() -> builder.name("shop"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PgTestDbExtension.builder(): name is set twice, to ledger and to shop.");
    }
}
