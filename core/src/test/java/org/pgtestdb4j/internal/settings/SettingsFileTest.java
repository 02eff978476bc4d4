package org.pgtestdb4j.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;

class SettingsFileTest {

    private static final String NAME = "pgtestdb4j.properties";

    @TempDir
    Path directory;

    private final List<URL> roots = new ArrayList<>();

    private void directory(String name, String content) throws IOException {
        Path root = Files.createDirectories(directory.resolve(name));
        Files.writeString(root.resolve(NAME), content);
        roots.add(root.toUri().toURL());
    }

    private void jar(String name, String content) throws IOException {
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(NAME));
            out.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        roots.add(jar.toUri().toURL());
    }

    private <T> T withClassLoader(Function<ClassLoader, T> work) throws IOException {
        try (URLClassLoader classLoader =
                new URLClassLoader(roots.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return work.apply(classLoader);
        }
    }

    private Map<String, String> read() throws IOException {
        return withClassLoader(SettingsFile::read);
    }

    @Test
    void isNotNeeded() throws IOException {
        assertThat(read()).isEmpty();
    }

    @Test
    void isReadAsUtf8() throws IOException {
        directory("one", "pgtestdb4j.role=prüfer \uD83D\uDE00\n# a comment\n");

        assertThat(read()).containsExactly(Map.entry("pgtestdb4j.role", "prüfer \uD83D\uDE00"));
    }

    @Test
    void mayLieOnTheClassPathTwiceIfBothSayTheSame() throws IOException {
        directory("one", "pgtestdb4j.role=a\npgtestdb4j.keep=never");
        jar("two.jar", "# in other words\npgtestdb4j.keep = never\npgtestdb4j.role = a");

        assertThat(read()).hasSize(2).containsEntry("pgtestdb4j.role", "a");
    }

    @Test
    void isAnErrorIfTwoSayDifferentThings() throws IOException {
        directory("one", "pgtestdb4j.role=a");
        jar("two.jar", "pgtestdb4j.role=b");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("/one/" + NAME, "two.jar!/" + NAME, "Leave one");
    }

    @Test
    void isAnErrorIfTheThirdSaysAnotherThing() throws IOException {
        directory("one", "pgtestdb4j.role=a");
        directory("two", "pgtestdb4j.role=a");
        directory("three", "pgtestdb4j.role=a\npgtestdb4j.keep=never");

        assertThatThrownBy(this::read).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void namesTheFileThatCannotBeUnderstood() throws IOException {
        directory("one", "pgtestdb4j.role=\\u12");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/one/" + NAME);
    }
}
