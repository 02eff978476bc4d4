package org.pgtestdb4j.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz} archive into a directory, and never writes outside of it. */
final class Unpacker {

    private final Path root;

    private Unpacker(Path root) {
        this.root = root;
    }

    /**
     * Unpacks everything.
     *
     * @param packed the archive
     * @param directory an existing, empty directory
     */
    static void unpack(InputStream packed, Path directory) throws IOException {
        TarReader tar = new TarReader(new BufferedInputStream(new XZInputStream(packed)));
        Unpacker unpacker = new Unpacker(directory.toRealPath());
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            unpacker.write(entry.get(), tar);
        }
    }

    private void write(TarEntry entry, TarReader tar) throws IOException {
        Path target = inside(root.resolve(entry.name()), entry);
        refuseLinks(target, entry);
        Files.createDirectories(target.equals(root) ? root : target.getParent());
        switch (entry.type()) {
            case DIRECTORY -> Files.createDirectories(target);
            case SYMBOLIC_LINK -> {
                inside(target.resolveSibling(entry.linkTarget()), entry);
                Files.createSymbolicLink(target, Path.of(entry.linkTarget()));
                return;
            }
            case FILE -> {
                try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                    tar.transferTo(out);
                }
            }
        }
        Files.setPosixFilePermissions(target, Permissions.of(entry.mode()));
    }

    private Path inside(Path path, TarEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new MalformedArchiveException(
                    "The archive has an entry that leads out of its directory: " + entry.name());
        }
        return normal;
    }

    /** Nothing is written through a link that was unpacked before: several of them together might lead out. */
    private void refuseLinks(Path target, TarEntry entry) throws IOException {
        Path path = root;
        for (Path name : root.relativize(target)) {
            path = path.resolve(name);
            if (Files.isSymbolicLink(path)) {
                throw new MalformedArchiveException(
                        "The archive has an entry that leads through a link: " + entry.name());
            }
        }
    }
}
