package org.pgtestdb4j.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZIOException;

/**
 * PostgreSQL's programs, ready to be run.
 *
 * @param directory where {@code bin} lies
 * @param key names them: other programs, other key
 * @param linux whether they run on Linux
 * @param major the version, for example 17
 */
record Installation(Path directory, String key, boolean linux, int major) {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final Pattern FIRST_LINE = Pattern.compile("# PostgreSQL (\\d+)");

    static Installation of(BinariesArchive archive, Cache cache) {
        Path directory = cache.get("postgresql-" + archive.key(), target -> unpack(archive, target));
        try {
            return new Installation(
                    directory,
                    directory.getFileName().toString(),
                    archive.platform().isLinux(),
                    major(directory));
        } catch (IOException e) {
            throw new ServerException("The PostgreSQL binaries in " + directory + " cannot be used: " + e, e);
        }
    }

    private static void unpack(BinariesArchive archive, Path target) throws IOException {
        LOG.debug("Unpacking {}", archive.location());
        try (InputStream packed = archive.open()) {
            Unpacker.unpack(packed, target);
        } catch (XZIOException | ZipException | EOFException | MalformedArchiveException e) {
            throw new ServerException(
                    "The archive " + archive.location() + " is damaged: " + e
                            + ". Delete the jar and let the build download it again.",
                    e);
        }
    }

    /** The catalog's source names the version, so no program has to be run for it. */
    private static int major(Path directory) throws IOException {
        Path catalog = directory.resolve("share/postgresql/postgres.bki");
        try (var lines = Files.newBufferedReader(catalog, StandardCharsets.UTF_8)) {
            String first = String.valueOf(lines.readLine());
            Matcher matcher = FIRST_LINE.matcher(first);
            if (!matcher.matches()) {
                throw new IOException("No version in the first line of " + catalog + ": " + first);
            }
            return Integer.parseInt(matcher.group(1));
        }
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path postgres() {
        return directory.resolve("bin/postgres");
    }

    /** False if somebody has removed them. */
    boolean exists() {
        return Files.exists(postgres());
    }
}
