package org.pgtestdb4j.jooq.codegen;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.TestDatabase;

/**
 * Gives a clone of a template to the generators that run after it in the same JVM, for builds that configure jOOQ's generator already, with
 * a {@code <jdbc>} of its own, and shall go on as they are. Maven calls it in a phase before:
 *
 * <pre>{@code
 * <groupId>org.codehaus.mojo</groupId>
 * <artifactId>exec-maven-plugin</artifactId>
 * …
 *   <phase>initialize</phase>
 *   <goals><goal>java</goal></goals>
 *   <configuration>
 *     <mainClass>org.pgtestdb4j.jooq.codegen.TemplateUrl</mainClass>
 *     <arguments>
 *       <argument>flyway:db/migration</argument>
 *       <argument>${project.basedir}/src/main/resources</argument>
 *     </arguments>
 *     <includeProjectDependencies>false</includeProjectDependencies>
 *     <includePluginDependencies>true</includePluginDependencies>
 *   </configuration>
 * }</pre>
 *
 * <p>It sets the url, the user and the password as the system properties that jOOQ's generator knows, {@code jooq.codegen.jdbc.url} and the
 * like, with {@code jooq.codegen.propertyOverride}, and prints where the database is. The database is released when the JVM ends.
 *
 * <p>System properties belong to the whole JVM. Where several modules generate at the same time, or one from something else, each has a
 * {@link TemplateDatabase}.
 */
public final class TemplateUrl {

    static final String DRIVER = "org.postgresql.Driver";

    private TemplateUrl() {}

    /**
     * Opens a database, and says in system properties how.
     *
     * @param migrationsAndResources migrations in the words of {@code @PgTest}, and, if they are not on the class path, folders or jars to look
     *     in, separated by commas
     * @throws Exception whatever goes wrong when the template is built
     */
    public static void main(String... migrationsAndResources) throws Exception {
        if (migrationsAndResources.length < 1 || migrationsAndResources.length > 2) {
            throw new ConfigurationException(
                    "One or two arguments are needed: migrations, for example flyway:db/migration, and folders or jars to look in");
        }
        FutureTask<Object> publishing = new FutureTask<>(() -> publishFromLastingClasses(migrationsAndResources));
        Thread thread = new Thread(lastingGroup(), publishing, "pgtestdb4j-template-url");
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        try {
            System.out.println("jOOQ generates classes from " + publishing.get());
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static Exception cause(ExecutionException e) {
        Throwable cause = e.getCause() instanceof InvocationTargetException thrown ? thrown.getCause() : e.getCause();
        return cause instanceof Exception failure ? failure : e;
    }

    /** Who runs a program within his own JVM may interrupt, when its main method is done, what is left in its group of threads. */
    private static ThreadGroup lastingGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    private static Object publishFromLastingClasses(String... migrationsAndResources) throws Exception {
        ClassLoader loader = TemplateUrl.class.getClassLoader();
        if (loader instanceof URLClassLoader closing && !isMaven(loader)) {
            // Whoever made it closes it when the main method is done, and then the release would not find its classes
            URLClassLoader lasting = new URLClassLoader(closing.getURLs(), closing.getParent());
            Thread.currentThread().setContextClassLoader(lasting);
            Method method = lasting.loadClass(TemplateUrl.class.getName()).getDeclaredMethod("publish", String[].class);
            method.setAccessible(true);
            return method.invoke(null, (Object) migrationsAndResources);
        }
        return publish(migrationsAndResources);
    }

    /** The realm of a plugin has more than its urls, and stays. */
    private static boolean isMaven(ClassLoader loader) {
        return loader.getClass().getName().startsWith("org.codehaus.plexus.");
    }

    /** Opens a database that nobody closes: all that are left are released when the JVM ends. */
    static String publish(String... migrationsAndResources) {
        Properties properties = new Properties();
        properties.setProperty("migrations", migrationsAndResources[0]);
        if (migrationsAndResources.length == 2) {
            properties.setProperty("resources", migrationsAndResources[1]);
        }
        TestDatabase database =
                OpenTemplate.of(GeneratorProperties.of(properties)).database();
        System.setProperty("jooq.codegen.propertyOverride", "true");
        System.setProperty("jooq.codegen.jdbc.driver", DRIVER);
        System.setProperty("jooq.codegen.jdbc.url", database.url());
        System.setProperty("jooq.codegen.jdbc.user", database.user());
        System.setProperty("jooq.codegen.jdbc.username", database.user());
        System.setProperty("jooq.codegen.jdbc.password", database.password());
        return shown(database);
    }

    /** Without the password. */
    static String shown(TestDatabase database) {
        String url = database.url();
        return url.substring(0, url.indexOf('?')) + " as " + database.user();
    }
}
