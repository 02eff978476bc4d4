package org.pgtestdb4j.sqldir.mybatis;

import java.nio.file.Path;
import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@link MyBatisMigrator}s out of {@code mybatis:migrations} and {@code mybatis:migrations?env=test&bootstrap=on}. */
public final class MyBatisMigratorProvider implements MigratorProvider {

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public MyBatisMigratorProvider() {}

    @Override
    public String id() {
        return "mybatis";
    }

    @Override
    public String looksFor() {
        return "nothing by itself; write mybatis:path/to/repository";
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        return Optional.empty();
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        int options = location.indexOf('?');
        String path = options < 0 ? location : location.substring(0, options);
        if (path.isBlank()) {
            throw new ConfigurationException(
                    "\"mybatis:\" names no repository. Write for example \"mybatis:migrations\".");
        }
        MyBatisMigrator migrator = MyBatisMigrator.of(Path.of(path.strip()));
        if (options >= 0) {
            for (String option : location.substring(options + 1).split("&")) {
                migrator = with(option.strip(), migrator);
            }
        }
        migrator.hash(); // refuses what has no scripts or no environment
        return migrator;
    }

    private static MyBatisMigrator with(String option, MyBatisMigrator migrator) {
        if (option.startsWith("env=")) {
            return migrator.environment(option.substring("env=".length()));
        }
        if (option.equals("bootstrap=on")) {
            return migrator.bootstrap();
        }
        throw new ConfigurationException(
                "\"%s\" is no option of mybatis:. There are env=… and bootstrap=on, separated by &: \"mybatis:migrations?env=test&bootstrap=on\"."
                        .formatted(option));
    }
}
