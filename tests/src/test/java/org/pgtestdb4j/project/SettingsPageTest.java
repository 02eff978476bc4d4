package org.pgtestdb4j.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pgtestdb4j.internal.settings.Setting;
import org.pgtestdb4j.spi.ServerProvider;

/** The page of settings lists all that the code knows, with the code's units, lowest values and defaults. */
class SettingsPageTest {

    private static final Path PAGE = ProjectTree.ROOT.resolve("docs/settings.md");

    /** A row of the page's table. */
    private record Row(String name, String meaning, String unit, String otherwise) {

        static Row of(String line) {
            List<String> cells =
                    Stream.of(line.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
            assertThat(cells).as(line).hasSize(6);
            return new Row(cells.get(1).replace("`", ""), cells.get(2), cells.get(3), cells.get(4));
        }
    }

    private static List<Row> rows() {
        return ProjectTree.read(PAGE)
                .lines()
                .filter(line -> line.startsWith("| `pgtestdb4j."))
                .map(Row::of)
                .toList();
    }

    @Test
    void namesEachSettingOnce() {
        Stream<String> core = Stream.of(Setting.values()).map(Setting::key);
        Stream<String> servers = ServiceLoader.load(ServerProvider.class).stream()
                .flatMap(provider -> provider.get().settings().stream());

        assertThat(rows().stream().map(Row::name))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(core, servers).collect(Collectors.toSet()));
    }

    @Test
    void saysWhatEachSettingDoes() {
        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.meaning()).isNotBlank());
    }

    @TestFactory
    Stream<DynamicTest> saysTheUnitTheLowestValueAndTheDefault() {
        return Stream.of(Setting.values()).map(setting -> dynamicTest(setting.key(), () -> compare(setting)));
    }

    private static void compare(Setting setting) {
        Row row = rows().stream()
                .filter(candidate -> candidate.name().equals(setting.key()))
                .findFirst()
                .orElseThrow();
        assertThat(row.unit()).isEqualTo(unitOf(setting));
        if (setting.defaultText().isEmpty()) {
            assertThat(row.otherwise()).isNotBlank();
        } else {
            assertThat(row.otherwise()).isEqualTo("`" + setting.defaultText() + "`");
        }
    }

    private static String unitOf(Setting setting) {
        return switch (setting.unit()) {
            case NONE -> "";
            case NUMBER -> "number, " + setting.lowest();
            case SIZE -> "size, " + setting.lowest().replace("MB", " MB");
            case TIME -> "time, " + setting.lowest().replace("ms", " ms");
        };
    }
}
