package org.pgtestdb4j.liquibase;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

/** Makes {@link LiquibaseMigrator}s out of {@code liquibase:db/changelog.xml}. Can be loaded without Liquibase. */
public final class LiquibaseMigratorProvider implements MigratorProvider {

    private static final String ID = "liquibase";

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public LiquibaseMigratorProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String looksFor() {
        return MasterChangelog.pattern()
                + (LiquibaseOnClassPath.isPresent() ? "" : ", and Liquibase, which is not on the class path");
    }

    @Override
    public Optional<Migrator> byConvention(MigratorContext context) {
        if (!LiquibaseOnClassPath.isPresent()) {
            return Optional.empty();
        }
        return MasterChangelog.find(context.classLoader())
                .map(changelog -> LiquibaseMigrator.of(List.of(changelog), context.classLoader()));
    }

    @Override
    public Migrator of(String location, MigratorContext context) {
        LiquibaseOnClassPath.require();
        List<String> changelogs = Stream.of(location.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (changelogs.isEmpty()) {
            throw new ConfigurationException(
                    "\"liquibase:\" names no changelog. Write for example \"liquibase:db/changelog/db.changelog-master.yaml\".");
        }
        LiquibaseMigrator migrator = LiquibaseMigrator.of(changelogs, context.classLoader());
        migrator.hash(); // refuses a changelog that is not there or cannot be read
        return migrator;
    }
}
