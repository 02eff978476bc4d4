package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.pgtestdb4j.ServerException;

/** A directory that nobody else can have put there or can write to. */
final class OwnDirectory {

    private OwnDirectory() {}

    /**
     * Creates the directory, or checks the one that is there.
     *
     * @throws IOException if it cannot be created or read
     * @throws ServerException if it is there but not safe to use
     */
    static Path claim(Path directory, UserPrincipal owner, Set<PosixFilePermission> permissions) throws IOException {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(Permissions.OWNER_ONLY_DIRECTORY));
            hand(directory, owner);
            Files.setPosixFilePermissions(directory, permissions);
        } catch (FileAlreadyExistsException e) {
            check(directory, owner);
        }
        return directory;
    }

    private static void check(Path directory, UserPrincipal owner) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw refused(directory, "it is not a directory" + (found.isSymbolicLink() ? " but a symbolic link" : ""));
        }
        if (!found.owner().equals(owner)) {
            throw refused(directory, "it belongs to " + found.owner().getName() + " and not to " + owner.getName());
        }
        if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(directory, "others can write to it");
        }
    }

    private static ServerException refused(Path directory, String why) {
        return new ServerException("The embedded server does not use " + directory + ", because " + why
                + ". Remove it, or name another place with " + EmbeddedSettings.CACHE + " or " + EmbeddedSettings.DATA
                + ".");
    }

    /** Gives a file or directory of ours to the server's account; a link in its place is not followed. */
    static void hand(Path path, UserPrincipal owner) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.getOwner().equals(owner)) {
            view.setOwner(owner);
        }
    }

    /** Does what a JVM that made a directory was killed before it could do. */
    static void handIfThere(Path path, UserPrincipal owner) throws IOException {
        try {
            hand(path, owner);
        } catch (NoSuchFileException e) {
            // Somebody else has removed it.
        }
    }
}
