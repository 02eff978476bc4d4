package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.FileTrees;
import org.pgtestdb4j.sqldir.internal.format.Layouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.spi.LocationAwareLogger;

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

    @Test
    void saysOnceWhatItRecognisedUnlessTheLayoutIsNamed() throws Exception {
        write("1_a.up.sql", "SELECT 1;");
        assertThat(logged(migrator()).lines())
                .filteredOn(line -> line.contains("SqlDirMigrator"))
                .singleElement()
                .asString()
                .contains("INFO")
                .endsWith(directory + " has the layout golang-migrate, by files named 1_name.up.sql");
        assertThat(logged(migrator().layout("golang-migrate"))).doesNotContain("has the layout");
    }

    /** Elsewhere the log begins at WARN, since contracts listen to standard error. */
    private String logged(Migrator migrator) throws Exception {
        Field level = SimpleLogger.class.getDeclaredField("currentLogLevel");
        level.setAccessible(true);
        Logger logger = LoggerFactory.getLogger(SqlDirMigrator.class);
        int usual = level.getInt(logger);
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        level.setInt(logger, LocationAwareLogger.INFO_INT);
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            filled(migrator, "SELECT 1");
        } finally {
            System.setErr(before);
            level.setInt(logger, usual);
        }
        return log.toString(StandardCharsets.UTF_8);
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
