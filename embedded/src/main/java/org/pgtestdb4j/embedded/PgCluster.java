package org.pgtestdb4j.embedded;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives JUnit tests a server of their own, as a parameter of type {@link EmbeddedPostgres}.
 *
 * <p>On a parameter of a test or of a {@code @BeforeEach} or {@code @AfterEach} method it is one for each test; on a parameter of a
 * constructor or of a {@code @BeforeAll} method it is one for the class, which its tests get too where they ask for the same. On a class
 * it is one for the class and those nested in it, for all parameters of that type that do not have an annotation of their own.
 *
 * <pre>{@code
 * @Test
 * void reconnects(@PgCluster EmbeddedPostgres postgres) {
 *     …
 *     postgres.restart();
 *     …
 * }
 * }</pre>
 *
 * <p>The server is closed after the test or the class. Needs JUnit Jupiter 5.8 or newer, which a project that uses it has.
 */
@Documented
@Inherited
@Target({ElementType.PARAMETER, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PgClusterExtension.class)
public @interface PgCluster {

    /**
     * The major version of PostgreSQL, whose binaries must be on the class path.
     *
     * @return 14 or newer; 0 for what is set, or else is there
     */
    int version() default 0;

    /**
     * Entries for {@code postgresql.conf}.
     *
     * @return each a name and a value, such as {@code wal_level=logical}
     */
    String[] conf() default {};

    /**
     * Extensions to be created in its database.
     *
     * @return names, or {@code *} for all
     */
    String[] extensions() default {};
}
