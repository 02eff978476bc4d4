package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pgtestdb4j.liquibase.Sources.classPath;
import static org.pgtestdb4j.liquibase.Sources.compile;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forged entry tells whether a hash was remembered or made of the files. */
class HashCacheTest {

    private static final String FORGED = "0".repeat(64);

    @TempDir
    Path temporary;

    private Path files;
    private Path directory;
    private HashCache cache;

    @BeforeEach
    void writeFiles() {
        directory = temporary.resolve("caches/liquibase");
        cache = new HashCache(directory);
        files = write(temporary.resolve("files"), "db/all.xml", xml("""
                <property file="values.properties" relativeToChangelogFile="true"/>
                <include file="db/late.sql" errorIfMissing="false"/>
                <includeAll path="db/parts"/>
                <changeSet id="1" author="us">
                  <sqlFile path="db/more.sql"/>
                  <sql>SELECT '${tested.value}'</sql>
                </changeSet>
                """));
        write(files, "db/values.properties", "a=b\n");
        write(files, "db/more.sql", "SELECT 2;");
        write(files, "db/parts/1.sql", "--liquibase formatted sql\n--changeset us:1\nSELECT 1;");
    }

    private static String xml(String content) {
        return """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                %s
                </databaseChangeLog>
                """.formatted(content);
    }

    private LiquibaseMigratorBuilder here() {
        return LiquibaseMigrator.builder().searchPath(files).changelog("db/all.xml");
    }

    private String hash() {
        return here().build().hash(cache);
    }

    /** Remembers the hash, and puts another into its place. */
    private void forge() throws IOException {
        hash();
        forgeEntries();
        assertThat(hash()).isEqualTo(FORGED);
    }

    private void forgeEntries() throws IOException {
        for (Path entry : entries()) {
            HashEntry whole = HashEntry.read(Files.readString(entry)).orElseThrow();
            Files.writeString(entry, new HashEntry(FORGED, whole.inputs()).toText());
        }
    }

    private List<Path> entries() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void remembersAHashAndFindsItAgain() throws Exception {
        String first = hash();

        assertThat(hash()).isEqualTo(first);
        assertThat(entries()).hasSize(1);
        forge();
    }

    @Test
    void loadsNothingOfLiquibaseWhereItRemembers() throws Exception {
        assertThat(classesLoadedForAHash()).contains(HashCache.class.getName(), "liquibase.Scope");
        assertThat(classesLoadedForAHash())
                .contains(HashCache.class.getName())
                .filteredOn(name -> name.startsWith("liquibase."))
                .as("more than the type of a field")
                .isSubsetOf(ResourceAccessor.class.getName());
    }

    private List<String> classesLoadedForAHash() throws Exception {
        Map<String, String> logging = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stdout:none");
        return Sources.run(files, logging, PrintHash.class, "db/all.xml")
                .lines()
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }

    @Test
    void remembersWhatIsOnTheClassPath() throws Exception {
        Path jar = Sources.jar(files, temporary.resolve("files.jar"));
        for (Path root : List.of(files, jar)) {
            try (URLClassLoader classPath = classPath(root)) {
                LiquibaseMigrator migrator = LiquibaseMigrator.of(List.of("db/all.xml"), classPath);
                String parsed = migrator.hash(cache);
                forgeEntries();
                assertThat(migrator.hash(cache)).isEqualTo(FORGED).isNotEqualTo(parsed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/all.xml", "db/values.properties", "db/more.sql", "db/parts/1.sql"})
    void noticesAByteInAnyFile(String path) throws Exception {
        forge();

        Files.writeString(files.resolve(path), Files.readString(files.resolve(path)) + "\n");

        assertThat(hash()).isNotEqualTo(FORGED);
    }

    /** In a folder that is read, and where a file was looked for but not found. */
    @ParameterizedTest
    @ValueSource(strings = {"db/parts/2.sql", "db/parts/sub/2.sql", "db/late.sql"})
    void noticesANewFile(String path) throws Exception {
        forge();

        write(files, path, "--liquibase formatted sql\n--changeset us:new\nSELECT 2;");

        assertThat(hash()).isNotEqualTo(FORGED);
    }

    @Test
    void noticesAFileThatIsGone() throws Exception {
        write(files, "db/parts/2.sql", "--liquibase formatted sql\n--changeset us:2\nSELECT 1;");
        forge();

        Files.delete(files.resolve("db/parts/2.sql"));

        assertThat(hash()).isNotEqualTo(FORGED);
    }

    @Test
    void noticesAFileThatComesBeforeAnotherOnTheClassPath() throws Exception {
        Path before = Files.createDirectories(temporary.resolve("before"));
        try (URLClassLoader classPath = classPath(before, files)) {
            LiquibaseMigrator migrator = LiquibaseMigrator.of(List.of("db/all.xml"), classPath);
            migrator.hash(cache);
            forgeEntries();
            assertThat(migrator.hash(cache)).isEqualTo(FORGED);

            write(before, "db/values.properties", "a=b\n");
            System.setProperty("liquibase.duplicateFileMode", "SILENT");
            assertThat(migrator.hash(cache)).isNotEqualTo(FORGED);
        } finally {
            System.clearProperty("liquibase.duplicateFileMode");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tested.value", "TESTED.VALUE", "liquibase.missingPropertyMode"})
    void noticesASystemPropertyThatCounts(String name) throws Exception {
        forge();
        try {
            System.setProperty("tested.other", "x");
            assertThat(hash()).isEqualTo(FORGED);
            System.setProperty(name, "EMPTY");
            assertThat(hash()).isNotEqualTo(FORGED);
        } finally {
            System.clearProperty(name);
            System.clearProperty("tested.other");
        }
    }

    @Test
    void noticesOtherSettings() throws Exception {
        forge();

        assertThat(here().contexts("test").build().hash(cache)).isNotEqualTo(FORGED);
        assertThat(here().parameter("a", "b").build().hash(cache)).isNotEqualTo(FORGED);
        assertThat(here().build().withFingerprint("1").hash(cache)).isNotEqualTo(FORGED);
    }

    @Test
    void noticesOtherCodeOfACustomChange() throws Exception {
        String source = """
                package com.example;
                public class Custom implements liquibase.change.custom.CustomSqlChange {
                    public liquibase.statement.SqlStatement[] generateStatements(liquibase.database.Database database) {
                        return new liquibase.statement.SqlStatement[%s];
                    }
                    public String getConfirmationMessage() { return ""; }
                    public void setUp() {}
                    public void setFileOpener(liquibase.resource.ResourceAccessor accessor) {}
                    public liquibase.exception.ValidationErrors validate(liquibase.database.Database database) {
                        return new liquibase.exception.ValidationErrors();
                    }
                }
                """;
        write(
                files,
                "all.xml",
                xml("<changeSet id=\"1\" author=\"us\"><customChange class=\"com.example.Custom\"/></changeSet>"));
        compile(files, source.formatted("0"));
        hashOnClassPath();
        forgeEntries();
        assertThat(hashOnClassPath()).isEqualTo(FORGED);

        compile(files, source.formatted("1"));

        assertThat(hashOnClassPath()).isNotEqualTo(FORGED);
    }

    private String hashOnClassPath() throws Exception {
        try (URLClassLoader classPath = classPath(files)) {
            return LiquibaseMigrator.of(List.of("all.xml"), classPath).hash(cache);
        }
    }

    @Test
    void doesNotRememberWhatCodeHasChosen() throws Exception {
        write(
                files,
                "db/all.xml",
                xml("<includeAll path=\"db/parts\" resourceComparator=\"" + Backwards.class.getName() + "\"/>"));

        hash();

        assertThat(entries()).isEmpty();
    }

    /** Files from the last to the first. */
    public static final class Backwards implements java.util.Comparator<String> {
        @Override
        public int compare(String one, String other) {
            return other.compareTo(one);
        }
    }

    @Test
    void doesNotRememberWhatAnAccessorOfTheUsersFound() throws Exception {
        LiquibaseMigrator.builder()
                .resourceAccessor(new DirectoryResourceAccessor(files))
                .changelog("db/all.xml")
                .build()
                .hash(cache);

        assertThat(entries()).isEmpty();
    }

    @Test
    void doesNotRememberAnythingBesideAnExtension() throws Exception {
        write(files, "META-INF/services/liquibase.change.Change", "com.example.Extension\n");
        compile(files, """
                package com.example;
                @liquibase.change.DatabaseChange(name = "extension", description = "", priority = 1)
                public class Extension extends liquibase.change.core.EmptyChange {}
                """);
        try (URLClassLoader classPath = classPath(files)) {
            LiquibaseMigrator.of(List.of("db/all.xml"), classPath).hash(cache);
        }

        assertThat(entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 100})
    void doesNotTakeAnEntryThatIsNotWhole(int left) throws Exception {
        forge();

        Path entry = entries().get(0);
        String whole = Files.readString(entry);
        Files.writeString(entry, whole.substring(0, whole.length() - 1 - left));

        assertThat(hash()).isNotEqualTo(FORGED);
    }

    @Test
    void doesNotTakeWhatOthersMayHaveWritten() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        forge();

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(hash()).isNotEqualTo(FORGED);
    }

    @Test
    void doesWithoutWhereThereCanBeNoDirectory() {
        write(temporary, "caches", "a file where the directory should be");

        assertThat(hash()).isNotBlank();
    }

    @Test
    void removesWhatNobodyHasAskedForInAWeek() throws Exception {
        hash();
        Path old = Files.writeString(directory.resolve("old.hash"), "");
        Path unfinished = Files.writeString(directory.resolve("old.unfinished"), "");
        Path foreign = Files.writeString(directory.resolve("README"), "");
        for (Path file : List.of(old, unfinished, foreign)) {
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        }

        here().contexts("other").build().hash(cache);

        assertThat(entries()).hasSize(3).contains(foreign).doesNotContain(old, unfinished);
    }

    @Test
    void isSafeWithEightProcessesAtOnce() throws Exception {
        String changelog = files.resolve("db/parts/1.sql").toString();
        Map<String, String> environment =
                Map.of("XDG_CACHE_HOME", temporary.resolve("xdg").toString());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Set<String> printed = new HashSet<>();
        try {
            List<Future<String>> results = new ArrayList<>();
            Callable<String> process = () -> Sources.run(temporary, environment, PrintHash.class, changelog, changelog);
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(process));
            }
            for (Future<String> result : results) {
                printed.add(result.get(3, TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(printed).singleElement().asString().matches("([0-9a-f]{64})\\R\\1");
        try (Stream<Path> left = Files.list(temporary.resolve("xdg/pgtestdb4j-liquibase"))) {
            assertThat(left).singleElement().asString().endsWith(".hash");
        }
    }
}
