package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ServerException;

class OwnDirectoryTest {

    @TempDir
    private Path parent;

    private Path directory;
    private UserPrincipal self;

    @BeforeEach
    void look() throws Exception {
        directory = parent.resolve("missing/directory");
        self = Files.getOwner(parent);
    }

    @Test
    void isCreatedForItsOwnerAlone() throws Exception {
        claim();

        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(Permissions.of(0700));
    }

    @Test
    void isUsedAgain() throws Exception {
        claim();
        Files.writeString(directory.resolve("file"), "content");
        claim();

        assertThat(directory.resolve("file")).exists();
    }

    @Test
    void isRefusedWhenItIsALink() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createSymbolicLink(Files.createDirectories(directory.getParent()).resolve("directory"), elsewhere);

        refuses("symbolic link");
    }

    @Test
    void isRefusedWhenItIsAFile() throws Exception {
        Files.createDirectories(directory.getParent());
        Files.createFile(directory);

        refuses("not a directory");
    }

    @Test
    void isRefusedWhenOthersCanWriteToIt() throws Exception {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, Permissions.of(0770));

        refuses("others can write");
    }

    @Test
    void isRefusedWhenItBelongsToSomebodyElse() throws Exception {
        Files.createDirectories(directory);
        try {
            Files.setOwner(
                    directory,
                    parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            assumeTrue(false, "only root can give a directory away: " + e);
        }

        refuses("belongs to nobody");
    }

    /** Or somebody who is quick with a link gets a file of root's for the server's account. */
    @Test
    void isHandedOverAndNotWhatALinkInItsPlaceLeadsTo() throws Exception {
        Path target = Files.createFile(parent.resolve("target"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), target);
        UserPrincipal nobody =
                parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try {
            OwnDirectory.hand(link, nobody);
        } catch (IOException e) {
            assumeTrue(false, "only root can give anything away: " + e);
        }

        assertThat(Files.getOwner(target)).isEqualTo(self);
        assertThat(Files.getOwner(link, LinkOption.NOFOLLOW_LINKS)).isEqualTo(nobody);
    }

    private void refuses(String why) {
        assertThatThrownBy(this::claim)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(why)
                .hasMessageContaining(EmbeddedSettings.CACHE);
    }

    private void claim() throws IOException {
        OwnDirectory.claim(directory, self, Permissions.OWNER_ONLY_DIRECTORY);
    }
}
