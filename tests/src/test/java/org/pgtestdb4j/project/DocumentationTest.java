package org.pgtestdb4j.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pgtestdb4j.internal.registry.Removal;

/** What our pages show is so: snippets are compiled, links lead somewhere. */
class DocumentationTest {

    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(<?([^)>\\s]+)[^)]*\\)|^\\s*\\[[^]]+]:\\s+(\\S+)", Pattern.MULTILINE);
    private static final Pattern WITH_SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:.*");
    private static final Pattern HEADING = Pattern.compile("^#+\\s+(.+?)\\s*$", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> aJavaSnippetIsPartOfACompiledTestOrExample() {
        List<String> compiled = ProjectTree.testSources().stream()
                .map(ProjectTree::read)
                .map(DocumentationTest::withoutWhitespace)
                .toList();
        return blocks().filter(DocumentationTest::isJava)
                .map(block -> dynamicTest(block.place(), () -> isPartOfOne(compiled, block)));
    }

    @TestFactory
    Stream<DynamicTest> aBlockNamesItsLanguage() {
        return blocks().map(block -> dynamicTest(
                block.place(),
                () -> assertThat(block.language())
                        .as("language of the block at %s", block.place())
                        .isNotEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> aLinkLeadsToAFileOrAHeading() {
        return pages().flatMap(page ->
                links(page).map(link -> dynamicTest(page + " links to " + link, () -> follow(page, link))));
    }

    @Test
    void theReadmeStaysUnder150Lines() {
        Path readme = ProjectTree.ROOT.resolve("README.md");
        assumeTrue(Files.exists(readme), "there is no README.md yet");

        assertThat(ProjectTree.read(readme).lines()).hasSizeLessThan(150);
    }

    @Test
    void theServersPageShowsTheScriptThatErrorsShow() {
        assertThat(ProjectTree.read(ProjectTree.ROOT.resolve("docs/server.md"))).contains(Removal.SCRIPT);
    }

    private static Stream<Page> pages() {
        return ProjectTree.documents().stream().map(Page::read);
    }

    private static Stream<Page.Block> blocks() {
        return pages().flatMap(page -> page.blocks().stream());
    }

    private static boolean isJava(Page.Block block) {
        return block.language().toLowerCase(Locale.ROOT).startsWith("java");
    }

    private static void isPartOfOne(List<String> compiled, Page.Block block) {
        String snippet = withoutWhitespace(block.text());
        assertThat(compiled.stream().anyMatch(source -> source.contains(snippet)))
                .as(
                        "a Java file in tests, examples or src/test/java has what %s shows:%n%s",
                        block.place(), block.text())
                .isTrue();
    }

    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Stream<String> links(Page page) {
        return LINK.matcher(INLINE_CODE.matcher(page.prose()).replaceAll(""))
                .results()
                .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
                .filter(link -> !WITH_SCHEME.matcher(link).matches());
    }

    private static void follow(Page page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path);
        assertThat(target).as("where %s links to", page).exists();
        if (hash >= 0) {
            assertThat(anchors(Page.read(target)))
                    .as("headings of the target of %s in %s", link, page)
                    .contains(link.substring(hash + 1));
        }
    }

    /** The anchors that the usual viewers make of headings. */
    private static Stream<String> anchors(Page page) {
        return HEADING.matcher(page.prose())
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
}
