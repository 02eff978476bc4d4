package org.pgtestdb4j.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.ChildJvm;

/** The guide shows what is printed. */
class PrintedFailuresIT {

    @Test
    void lookAsTheGuideShowsThem() throws Exception {
        List<List<String>> shown = Page.read(ProjectTree.ROOT.resolve("docs/failing-tests.md")).blocks().stream()
                .map(Page.Block::text)
                .filter(text -> text.contains("<<< FAILURE!"))
                .map(text -> essence(text.lines().skip(1).toList()))
                .toList();

        try (ChildJvm jvm = ChildJvm.start("", PrintedFailures.class)) {
            assertThat(jvm.exitCode()).as(jvm.output()).isZero();
            assertThat(shown).containsExactly(essence(jvm.all("junit-jupiter")), essence(jvm.all("testng")));
        }
    }

    /** What is the same in every run, whatever called the test; a private server has one line more to say. */
    private static List<String> essence(List<String> printed) {
        return printed.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("    while this JVM runs"))
                .filter(line -> !line.startsWith("\tat ") || line.contains(".failsOnPurpose("))
                .map(line -> line.replaceAll("at .*failsOnPurpose.*", "at failsOnPurpose"))
                .map(line -> line.replaceAll("_c_[0-9a-f]{12}_\\d+", "_c_"))
                .map(line -> line.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1"))
                .map(line -> line.replaceAll("\\b[0-9a-f]{32}\\b", "password"))
                .map(String::stripTrailing)
                .toList();
    }
}
