package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.binding.DatabaseRequest;

class DeclarationsTest {

    @Test
    void leavesEverythingToSettingsWhenTheAnnotationSaysNothing() {
        assertThat(Declarations.annotated(Plain.class)).containsExactly(DatabaseRequest.ofDefaults());
    }

    @PgTest
    static class Plain {}

    @Test
    void findsNothingWithoutAnAnnotation() {
        assertThat(Declarations.annotated(Object.class)).isEmpty();
    }

    @Test
    void takesOverWhatTheAnnotationSays() {
        assertThat(Declarations.annotated(Detailed.class))
                .containsExactly(new DatabaseRequest(
                        "ledger", List.of("notes:1", "notes:2"), new NotesMigrator(), Isolation.SHARED, Keep.NEVER));
    }

    @PgTest(
            name = "ledger",
            migrations = {"notes:1", "notes:2"},
            migrator = NotesMigrator.class,
            isolation = Isolation.SHARED,
            keep = Keep.NEVER)
    static class Detailed {}

    @Test
    void findsSeveralDatabasesOfOneClass() {
        assertThat(Declarations.annotated(Several.class))
                .extracting(DatabaseRequest::name)
                .containsExactly("", "ledger");
    }

    @PgTest
    @PgTest(name = "ledger", keep = Keep.ALWAYS)
    static class Several {}

    @Test
    void inheritsFromTheSuperclassWhatTheClassDoesNotDeclareItself() {
        assertThat(Declarations.annotated(Inheriting.class))
                .extracting(DatabaseRequest::name, DatabaseRequest::keep)
                .containsExactlyInAnyOrder(tuple("ledger", Keep.NEVER), tuple("", Keep.DEFAULT));
    }

    @PgTest(name = "ledger", keep = Keep.NEVER)
    static class Inheriting extends Several {}

    @Test
    void inheritsFromInterfaces() {
        assertThat(Declarations.annotated(Implementing.class))
                .extracting(DatabaseRequest::name)
                .containsExactly("ledger");
    }

    @PgTest(name = "ledger")
    interface WithLedger {}

    static class Implementing implements WithLedger {}

    @Test
    void findsComposedAnnotations() {
        assertThat(Declarations.annotated(Composed.class))
                .extracting(DatabaseRequest::migrations)
                .containsExactly(List.of("notes:3"));
        assertThat(Declarations.annotated(InheritingComposed.class)).isEqualTo(Declarations.annotated(Composed.class));
    }

    @PgTest(migrations = "notes:3")
    @Retention(RetentionPolicy.RUNTIME)
    @interface NotesTest {}

    @NotesTest
    static class Composed {}

    static class InheritingComposed extends Composed {}

    @Test
    void refusesTwoDatabasesOfOneNameAndNamesTheClass() {
        assertThatThrownBy(() -> Declarations.annotated(Ambiguous.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(Ambiguous.class.getName()
                        + " declares two databases named \"\". Give each @PgTest on it a name of its own.");
    }

    @NotesTest
    @PgTest
    static class Ambiguous {}

    @Test
    void namesTheMigratorThatCannotBeCreated() {
        assertThatThrownBy(() -> Declarations.annotated(Unconstructible.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(NeedsAnArgument.class.getName(), Unconstructible.class.getName())
                .hasMessageEndingWith("Give it a constructor without parameters.");
    }

    record NeedsAnArgument(String hash) implements Migrator {

        @Override
        public void migrate(String url) {}
    }

    @PgTest(migrator = NeedsAnArgument.class)
    static class Unconstructible {}
}
