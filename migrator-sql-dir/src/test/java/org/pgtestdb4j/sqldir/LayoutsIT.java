package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.FileTrees;
import org.pgtestdb4j.sqldir.internal.format.Layouts;

/** Every layout, by a directory in it. */
class LayoutsIT extends OnAServer {

    private static final String STEPS = "SELECT name FROM step ORDER BY id";

    static Stream<Fixture> fixtures() {
        return Fixtures.all();
    }

    static Stream<Fixture> fixturesWithHistory() {
        return Fixtures.all().filter(fixture -> !fixture.history().isEmpty());
    }

    @Test
    void everyLayoutHasAFixture() {
        assertThat(String.join(
                        ", ", Fixtures.all().map(Fixture::layout).sorted().toList()))
                .isEqualTo(Layouts.ids());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void isRecognised(Fixture fixture) {
        FileTree tree =
                FileTrees.of(fixture.writeTo(directory).toString(), getClass().getClassLoader());

        assertThat(Layouts.recognise(tree).layout().id()).isEqualTo(fixture.layout());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void runsTheUpSideInOrder(Fixture fixture) throws Exception {
        assertThat(filled(SqlDirMigrator.of(fixture.writeTo(directory)), STEPS)).isEqualTo(fixture.steps());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void neverRunsTheDownSide(Fixture fixture) throws Exception {
        assertThat(filled(SqlDirMigrator.of(fixture.writeTo(directory)), "SELECT to_regclass('public.down_was_run')"))
                .containsExactly("null");
        assertThat(filled(SqlDirMigrator.of(directory.resolve(fixture.root())).layout(fixture.layout()), STEPS))
                .isEqualTo(fixture.steps());
    }

    @ParameterizedTest
    @MethodSource("fixturesWithHistory")
    void keepsTheHistoryOfTheTool(Fixture fixture) throws Exception {
        assertThat(filled(SqlDirMigrator.of(fixture.writeTo(directory)), fixture.history()))
                .isEqualTo(fixture.applied());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void keepsNoHistoryWhereNoneIsWanted(Fixture fixture) throws Exception {
        SqlDirMigrator migrator = SqlDirMigrator.of(fixture.writeTo(directory)).withoutHistory();

        assertThat(filled(migrator, """
                SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind = 'r' AND nspname NOT LIKE 'pg%' AND nspname <> 'information_schema' AND relname <> 'step'"""))
                .isEqualTo(fixture.layout().equals("rails") ? List.of("schema_migrations") : List.of());
    }
}
