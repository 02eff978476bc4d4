package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * PostgreSQL as it is installed on this machine.
 *
 * @param home the directory in which {@code bin} lies
 * @param major the version, for example 17
 * @param key names the path and the exact version
 */
record InstalledPostgres(Path home, int major, String key) implements Binaries {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    static InstalledPostgres of(Path home, Optional<Integer> wanted) {
        Path real = real(home);
        String said = version(real.resolve("bin/postgres"));
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw unusable(home, "bin/postgres --version says: " + said);
        }
        int major = Integer.parseInt(matcher.group(1));
        if (wanted.isPresent() && wanted.get() != major) {
            throw new ConfigurationException(EmbeddedSettings.POSTGRESQL + " names " + home + ", which is PostgreSQL "
                    + major + ", but " + EmbeddedSettings.VERSION + " is " + wanted.get() + ".");
        }
        if (major < Versions.LOWEST) {
            throw unusable(home, "it is version " + major + "; the lowest that works is " + Versions.LOWEST);
        }
        String key = Fingerprint.create()
                .text("home", real.toString())
                .text("version", said)
                .toHex();
        return new InstalledPostgres(real, major, key);
    }

    private static Path real(Path home) {
        try {
            for (String program : List.of("bin/postgres", "bin/initdb")) {
                if (!Files.isExecutable(home.resolve(program))) {
                    throw unusable(home, program + " is not there");
                }
            }
            return home.toRealPath();
        } catch (IOException e) {
            throw unusable(home, e.toString());
        }
    }

    private static String version(Path postgres) {
        return Commands.run(List.of(postgres.toString(), "--version"), LIMIT).output();
    }

    private static ServerException unusable(Path home, String why) {
        return new ServerException("There is no PostgreSQL to start in " + home + ": " + why + ". Set "
                + EmbeddedSettings.POSTGRESQL + " to the directory in which bin/postgres and bin/initdb lie, such as"
                + " /usr/lib/postgresql/17, or leave it out for the binaries on the class path.");
    }

    @Override
    public Installation install(Cache cache) {
        return new Installation(home, "installed-" + key, Platform.isLinux(System.getProperty("os.name", "")), major);
    }
}
