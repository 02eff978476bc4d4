package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;

/** When hashes of migrators are equal, and when they are not. */
abstract class HashContract extends AdapterUnderTest {

    private static final String ROOT = "contract/migrations";

    HashContract() {}

    @Test
    void hashIsNotBlank() throws Exception {
        assertFalse(migratorOf(directory).hash().isBlank());
    }

    @Test
    void hashStaysTheSame() throws Exception {
        Migrator migrator = migratorOf(directory);
        String first = migrator.hash();

        assertEquals(first, migrator.hash(), "hash of the same migrator");
        assertEquals(first, migratorOf(directory).hash(), "hash of an equal migrator");
    }

    @Test
    void hashIsTheSameBeforeAndAfterMigratingAndWithoutTheDatabase() throws Exception {
        Migrator migrator = migratorOf(directory);
        String before = migrator.hash();

        migrator.migrate(emptyDatabase());
        databases.drop();

        assertEquals(before, migrator.hash());
    }

    @Test
    void hashDoesNotDependOnTheDirectory() throws Exception {
        assertEquals(
                migratorOf(directory).hash(),
                migratorOf(newDirectory("elsewhere")).hash());
    }

    @Test
    void hashDoesNotDependOnFileTimes() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            Files.setLastModifiedTime(directory.resolve(file.path()), FileTime.from(Instant.EPOCH));
        }

        assertEquals(before, migratorOf(directory).hash());
    }

    @Test
    void hashIsTheSameInAnotherJvmAndWorkingDirectory() throws Exception {
        assertEquals(
                migratorOf(directory).hash(),
                ChildJvm.run(temporary, PrintHash.class, getClass().getName(), directory.toString()));
    }

    @Test
    void hashChangesWithTheVersionOfTheTool() throws Exception {
        Optional<MigrationFile> other = otherVersion();
        assumeTrue(other.isPresent(), "the version of the tool is not known");
        Path first = Files.createDirectories(temporary.resolve("other-version"));
        other.get().writeTo(first);

        assertNotEquals(
                migratorOf(directory).hash(),
                ChildJvm.runBehind(first, temporary, PrintHash.class, getClass().getName(), directory.toString()));
    }

    /** A program that prints the hash of a directory's migrator. */
    static final class PrintHash {

        private PrintHash() {}

        public static void main(String[] contractAndDirectory) throws Exception {
            Constructor<?> contract = Class.forName(contractAndDirectory[0]).getDeclaredConstructor();
            contract.setAccessible(true);
            HashContract instance = (HashContract) contract.newInstance();
            System.out.println(
                    instance.migratorOf(Path.of(contractAndDirectory[1])).hash());
        }
    }

    @Test
    void hashIsTheSameInAJarAndInADirectory() throws Exception {
        Path classes = temporary.resolve("classes");
        newDirectory("classes/" + ROOT);
        Path jar = Jars.pack(classes, temporary.resolve("classes.jar"));
        try (URLClassLoader directories = classPath(classes);
                URLClassLoader jars = classPath(jar)) {
            Optional<Migrator> inDirectory = migratorOnClassPath(ROOT, directories);
            assumeTrue(inDirectory.isPresent(), "the adapter does not look on the class path");

            assertEquals(
                    inDirectory.get().hash(),
                    migratorOnClassPath(ROOT, jars).orElseThrow().hash());
        }
    }

    private static URLClassLoader classPath(Path root) throws IOException {
        return new URLClassLoader(new URL[] {root.toUri().toURL()}, HashContract.class.getClassLoader());
    }

    @Test
    void hashChangesWithEveryOption() throws Exception {
        Map<String, String> seen = new HashMap<>();
        seen.put(migratorOf(directory).hash(), "no option");

        for (Map.Entry<String, Migrator> other : otherwiseConfigured(directory).entrySet()) {
            String hash = other.getValue().hash();
            String same = seen.putIfAbsent(hash, other.getKey());
            assertNull(same, () -> "the hash is the same with " + same + " and with " + other.getKey());
        }
        for (Map.Entry<String, Migrator> again : otherwiseConfigured(directory).entrySet()) {
            assertEquals(again.getKey(), seen.get(again.getValue().hash()), "made again");
        }
    }

    @Test
    void hashChangesWithOneLineBreakInAnyFile() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            file.withContent(file.content() + "\n").writeTo(directory);
            assertNotEquals(
                    before, migratorOf(directory).hash(), "hash after a line break at the end of " + file.path());
            file.writeTo(directory);
        }
    }

    /** What reads the same is not the same: some tools' own checksums do not see line breaks and marks at the beginning. */
    @Test
    void hashCountsBytesNotCharacters() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            for (String other : List.of(
                    "\uFEFF" + file.content(), file.content().replace("\n", "\r\n") + "\r", file.content() + " ")) {
                file.withContent(other).writeTo(directory);
                assertNotEquals(
                        before, hashOrRefusal(), "hash after a change that can hardly be seen in " + file.path());
            }
            file.writeTo(directory);
        }
        assertEquals(before, migratorOf(directory).hash(), "hash of the same bytes as before");
    }

    /** A file that is not valid any more may be refused: the change was seen. */
    private String hashOrRefusal() throws Exception {
        try {
            return migratorOf(directory).hash();
        } catch (PgTestDbException e) {
            return "refused: " + e.getMessage();
        }
    }

    @Test
    void hashChangesWhenAFileIsAdded() throws Exception {
        String before = migratorOf(directory).hash();

        oneMore().writeTo(directory);

        assertNotEquals(before, migratorOf(directory).hash());
    }

    @Test
    void hashChangesWhenAFileIsRenamed() throws Exception {
        oneMore().writeTo(directory);
        String before = migratorOf(directory).hash();

        oneMore().deleteFrom(directory);
        oneMore().withPath(renamed(oneMore().path())).writeTo(directory);

        assertNotEquals(before, migratorOf(directory).hash());
    }

    /** The names are the same, and so are the contents, but another one comes first. */
    @Test
    void hashChangesWhenTwoFilesChangePlaces() throws Exception {
        MigrationFile one = oneMore();
        MigrationFile other = alike(one);
        one.writeTo(directory);
        String before = migratorOf(directory).hash();

        one.withContent(other.content()).writeTo(directory);
        other.withContent(one.content()).writeTo(directory);

        assertNotEquals(before, hashOrRefusal(), () -> "hash after a swap of " + one.path() + " and " + other.path());
    }

    /** Returns the last file of the same kind, if there is one: only what the tool can read in either place is more than refused. */
    private MigrationFile alike(MigrationFile file) {
        List<MigrationFile> all = files();
        return all.stream()
                .filter(each -> each.suffix().equals(file.suffix()))
                .reduce((former, latter) -> latter)
                .orElse(all.get(all.size() - 1));
    }

    @Test
    void migratorsOfTheSameFilesAreEqual() throws Exception {
        assertEquals(migratorOf(directory), migratorOf(directory));
        assertEquals(migratorOf(directory).hashCode(), migratorOf(directory).hashCode(), "hash codes");
        assertNotEquals(migratorOf(directory), migratorOf(newDirectory("elsewhere")));
    }
}
