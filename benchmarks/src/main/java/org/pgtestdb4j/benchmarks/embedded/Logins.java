package org.pgtestdb4j.benchmarks.embedded;

import java.sql.SQLException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;
import org.pgtestdb4j.embedded.EmbeddedPostgres;

/** What a login costs: ours, and others that differ in one respect. */
public final class Logins implements Benchmark {

    private static final String NEGOTIATED_BY_OURS = "&sslmode=disable&gssEncMode=disable&assumeMinServerVersion=14";

    /** For the service loader. */
    public Logins() {}

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public void run(Bench bench) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .hba("host all trusted 127.0.0.1/32 trust")
                .migrate(Migrator.of("roles", Logins::createRoles))
                .start()) {
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?password=secret&user=";
            bench.sideBySide("ms")
                    .ours("one iteration, nothing negotiated", login(url + "cheap" + NEGOTIATED_BY_OURS))
                    .peer("4,096 iterations", login(url + "costly" + NEGOTIATED_BY_OURS))
                    .peer("the driver's defaults", login(url + "cheap"))
                    .peer("no password", login(url + "trusted" + NEGOTIATED_BY_OURS))
                    .run(50, 300);
        }
    }

    private static void createRoles(String url) throws SQLException {
        try (var session = Server.connect(url);
                var statement = session.createStatement()) {
            statement.execute("CREATE ROLE cheap LOGIN SUPERUSER PASSWORD 'secret'");
            statement.execute("CREATE ROLE trusted LOGIN SUPERUSER");
            statement.execute("SET scram_iterations = 4096");
            statement.execute("CREATE ROLE costly LOGIN SUPERUSER PASSWORD 'secret'");
        }
    }

    private static Contender login(String url) {
        return () -> Contender.millis(() -> Server.connect(url).close());
    }
}
