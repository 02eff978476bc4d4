package org.pgtestdb4j.jooq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

/** With a step in code, here one that runs files and says their names in its hash. */
class StepMigratorContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return JooqMigrator.of(hashOf(directory), new RunFiles(directory));
    }

    private static String hashOf(Path directory) {
        Fingerprint sum = Fingerprint.create();
        sum.directory(directory);
        return sum.toHex();
    }

    record RunFiles(Path directory) implements JooqMigrator.Step {

        @Override
        public void migrate(DSLContext ctx) throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    try {
                        ctx.execute(Files.readString(file));
                    } catch (DataAccessException e) {
                        throw new DataAccessException("In " + file, e);
                    }
                }
            }
        }
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            new RunFiles(directory).migrate(DSL.using(connection, SQLDialect.POSTGRES));
        }
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        return Map.of(
                "hash", JooqMigrator.of("1", new RunFiles(directory)),
                "lambda", JooqMigrator.of(hashOf(directory), ctx -> new RunFiles(directory).migrate(ctx)));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(new MigrationFile("1_item.sql", "CREATE TABLE contract_item (id int PRIMARY KEY);\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("2_more.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("9_broken.sql", "SELECT * FROM contract_none;\n");
    }

    /** jOOQ's failure has the statement, and the server's a position in it; the rest is the step's own. */
    @Override
    protected boolean namesTheLine() {
        return false;
    }
}
