package org.pgtestdb4j.jooq.codegen;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.TestDatabase;

/**
 * What jOOQ's code generator reads instead of a database that somebody has to prepare: a clone of the template of any migrator. It is made
 * when the generator asks for a connection, and released when it is done.
 *
 * <pre>{@code
 * <database>
 *   <name>org.pgtestdb4j.jooq.codegen.TemplateDatabase</name>
 *   <inputSchema>public</inputSchema>
 *   <properties>
 *     <property><key>migrations</key><value>flyway:db/migration</value></property>
 *     <property><key>resources</key><value>${project.basedir}/src/main/resources</value></property>
 *   </properties>
 * </database>
 * }</pre>
 *
 * <p>The generator needs no {@code <jdbc>} then. Properties are {@code migrations}, in the words of {@code @PgTest}, or {@code migrator}, the
 * name of a class that is a migrator; {@code resources}, folders or jars to look in, separated by commas, which come before the generator's
 * own class path; and every setting, by its full name.
 *
 * <p>For one thread, as the generator itself is.
 */
public final class TemplateDatabase extends PostgresDatabase {

    private @Nullable OpenTemplate template;

    /** Creates the database, for jOOQ. */
    public TemplateDatabase() {}

    @Override
    protected DSLContext create0() {
        if (template == null) {
            template = OpenTemplate.of(GeneratorProperties.of(getProperties()));
            setConnection(connection(template.database()));
        }
        return DSL.using(getConnection(), SQLDialect.POSTGRES);
    }

    private static Connection connection(TestDatabase database) {
        try {
            return database.dataSource().getConnection();
        } catch (SQLException e) {
            throw new DatabaseException("The generator cannot connect to its database: " + e.getMessage(), e);
        }
    }

    /** Releases the clone. */
    @Override
    public void close() {
        super.close();
        OpenTemplate released = template;
        template = null;
        if (released != null) {
            release(released);
        }
    }

    private void release(OpenTemplate released) {
        try (released) {
            getConnection().close();
        } catch (SQLException e) {
            throw new DatabaseException("The database of the generator cannot be released: " + e.getMessage(), e);
        }
    }
}
