package org.pgtestdb4j.jooq;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Catalog;
import org.jooq.Schema;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@link JooqMigrator}s out of {@code jooq:com.example.generated.Shop}. Can be loaded without jOOQ. */
public final class JooqMigratorProvider implements MigratorProvider {

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public JooqMigratorProvider() {}

    @Override
    public String id() {
        return "jooq";
    }

    @Override
    public String looksFor() {
        return "nothing by itself: name a generated schema or catalog, such as jooq:com.example.generated.Shop";
    }

    /** Finds nothing: generated classes may lie anywhere, and mostly come from another tool's migrations. */
    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.empty();
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        Jooq.requirePresent();
        Jooq.beQuiet();
        Object instance = instance(location.strip(), context.classLoader());
        if (instance instanceof Catalog catalog) {
            return JooqMigrator.of(catalog);
        }
        if (instance instanceof Schema schema) {
            return JooqMigrator.of(schema);
        }
        throw new ConfigurationException(
                "\"jooq:%s\" names neither a schema nor a catalog that jOOQ has generated. Write for example \"jooq:com.example.generated.Shop\"."
                        .formatted(location));
    }

    /** Returns the one instance, which a generated class holds in a static field of its own type. */
    private static Object instance(String name, ClassLoader classLoader) {
        try {
            Class<?> type = Class.forName(name, true, classLoader);
            List<Field> own = Stream.of(type.getFields())
                    .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == type)
                    .toList();
            return own.isEmpty() ? type : own.get(0).get(null);
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    "No class \"%s\" is on the class path, which \"jooq:%1$s\" names. Were classes generated and compiled?"
                            .formatted(name),
                    e);
        } catch (IllegalAccessException e) {
            throw new ConfigurationException("Cannot read the instance of " + name, e);
        }
    }
}
