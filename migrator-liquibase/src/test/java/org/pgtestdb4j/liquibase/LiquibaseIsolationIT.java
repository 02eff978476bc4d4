package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** The adapter's Liquibase beside others, and what is left of it. */
class LiquibaseIsolationIT {

    @TempDir
    Path temporary;

    private PgTestDb pg;
    private final List<TestDatabase> databases = new ArrayList<>();

    @BeforeEach
    void open() {
        pg = PgTestDb.open();
    }

    @AfterEach
    void close() {
        databases.forEach(TestDatabase::close);
        pg.close();
    }

    private String emptyDatabase() {
        TestDatabase database = pg.database(Migrator.none());
        databases.add(database);
        return database.url();
    }

    private Migrator migrator(String... changeSets) {
        write(temporary, "all.xml", """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                <changeSet id="item" author="us"><sql>CREATE TABLE item (id int)</sql></changeSet>
                %s
                </databaseChangeLog>
                """.formatted(String.join("", changeSets)));
        return LiquibaseMigrator.builder()
                .searchPath(temporary)
                .changelog("all.xml")
                .build();
    }

    private static String value(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** As an application does it that knows nothing of us. */
    private void updateOfTheApplication(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(
                    Map.of(
                            Scope.Attr.resourceAccessor.name(),
                            new DirectoryResourceAccessor(temporary),
                            Scope.Attr.logService.name(),
                            new NoOpLogService(),
                            Scope.Attr.ui.name(),
                            new LoggerUIService(),
                            "liquibase.analytics.enabled",
                            false),
                    () -> new CommandScope("update")
                            .addArgumentValue("database", database)
                            .addArgumentValue("changelogFile", "all.xml")
                            .addArgumentValue("showSummary", UpdateSummaryEnum.OFF)
                            .execute());
        }
    }

    /** All threads share the scope that the first one had when it made them, and the application uses it at the same time. */
    @Test
    void manyRunAtOnceOnThreadsThatShareAScopeWithTheApplication() throws Exception {
        Migrator migrator = migrator();
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            urls.add(emptyDatabase());
        }
        Scope.getCurrentScope();
        String applications = emptyDatabase();
        CyclicBarrier together = new CyclicBarrier(urls.size() + 1);

        List<Callable<?>> migrations = new ArrayList<>();
        for (String url : urls) {
            migrations.add(() -> {
                together.await(1, TimeUnit.MINUTES);
                migrator.hash();
                migrator.migrate(url);
                return null;
            });
        }
        migrations.add(() -> {
            together.await(1, TimeUnit.MINUTES);
            updateOfTheApplication(applications);
            return null;
        });
        allAtOnce(migrations);

        urls.add(applications);
        for (String url : urls) {
            assertThat(value(url, "SELECT to_regclass('item')")).isEqualTo("item");
        }
    }

    private static void allAtOnce(List<Callable<?>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Future<?>> results = new ArrayList<>();
            work.forEach(each -> results.add(threads.submit(each)));
            for (Future<?> result : results) {
                result.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void runsWithinAnUpdateOfTheApplication() throws Exception {
        String inner = emptyDatabase();
        String outer = emptyDatabase();
        Migrator migrator = migrator(CustomTask.changeSet("nested"));
        CustomTask.WORK.put("nested", (connection, accessor) -> {
            if (!value(inner, "SELECT coalesce(to_regclass('item')::text, 'none')")
                    .equals("item")) {
                migrator.migrate(inner);
            }
        });

        updateOfTheApplication(outer);

        assertThat(value(outer, "SELECT string_agg(id, ' ' ORDER BY orderexecuted) FROM databasechangelog"))
                .isEqualTo("item nested");
        assertThat(value(inner, "SELECT string_agg(id, ' ' ORDER BY orderexecuted) FROM databasechangelog"))
                .isEqualTo("item nested");
    }

    @Test
    void theApplicationFindsNothingToDoOnAClone() throws Exception {
        Migrator migrator = migrator();
        TestDatabase clone = pg.database(migrator);
        databases.add(clone);

        updateOfTheApplication(clone.url());

        assertThat(value(clone.url(), "SELECT count(*) FROM databasechangelog")).isEqualTo("1");
    }

    @Test
    void leavesTheThreadAsItWas() throws Exception {
        Scope before = Scope.getCurrentScope();
        Object manager = scopeManager();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();

        migrator().migrate(emptyDatabase());

        assertThat(Scope.getCurrentScope()).isSameAs(before);
        assertThat(scopeManager()).isSameAs(manager);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
    }

    /** Custom changes take from it what they cannot get otherwise. */
    @Test
    void runsOnTheCallersThread() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CustomTask.WORK.put("thread", (connection, accessor) -> threads.add(Thread.currentThread()));

        migrator(CustomTask.changeSet("thread")).migrate(emptyDatabase());

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void runsOnTheCallersThreadAlsoWhenItIsTheFirstToUseLiquibase() throws Exception {
        assertThat(Sources.run(temporary, NamesTheThread.class)).isEqualTo("main, and no scope is left");
    }

    /** As it would be on a version of Liquibase that keeps its scopes elsewhere. */
    @Test
    void takesAnotherThreadIfItCouldNotGiveBackTheScope() throws Exception {
        Scope before = Scope.getCurrentScope();
        ClassLoader loader = getClass().getClassLoader();
        List<Thread> threads = new CopyOnWriteArrayList<>();

        Scope inside = OwnScope.call(OwnScope.managers("none"), loader, () -> {
            threads.add(Thread.currentThread());
            return Scope.getCurrentScope();
        });

        assertThat(threads).doesNotContain(Thread.currentThread()).noneMatch(Thread::isAlive);
        assertThat(inside).isNotSameAs(before);
        assertThat(Scope.getCurrentScope()).isSameAs(before);
        assertThatThrownBy(() -> OwnScope.call(OwnScope.managers("none"), loader, () -> {
                    throw new SQLException("of the work");
                }))
                .isInstanceOf(SQLException.class)
                .hasMessage("of the work");
    }

    @Test
    void handsAnInterruptOnToAnotherThread() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                started.await();
                caller.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        interrupter.start();

        assertThatThrownBy(() ->
                        OwnScope.call(OwnScope.managers("none"), getClass().getClassLoader(), () -> {
                            started.countDown();
                            new CountDownLatch(1).await();
                            return null;
                        }))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void leavesNothingInAThreadThatHadNoScope() throws Exception {
        String url = emptyDatabase();
        Migrator migrator = migrator();
        Object[] left = {this};
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        migrator.hash();
                        migrator.migrate(url);
                        left[0] = scopeManager();
                    } catch (Exception e) {
                        left[0] = e;
                    }
                },
                "of a pool",
                0,
                false);
        thread.start();
        thread.join();

        assertThat(left[0]).isNull();
    }

    private static Object scopeManager() throws ReflectiveOperationException {
        Field manager = Scope.class.getDeclaredField("scopeManager");
        manager.setAccessible(true);
        return ((ThreadLocal<?>) manager.get(null)).get();
    }

    @Test
    void logsNothingToJavaUtilLogging() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (String.valueOf(record.getLoggerName()).startsWith("liquibase")) {
                    logged.add(record.getLoggerName() + ": " + record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            Migrator migrator = migrator();
            migrator.hash();
            migrator.migrate(emptyDatabase());
        } finally {
            root.removeHandler(handler);
        }

        assertThat(logged).isEmpty();
    }

    /** Loggers that Liquibase keeps for ever are not ours, even if our work was the first. */
    @Test
    void theApplicationsLiquibaseLogsWhereItAlwaysDid() throws Exception {
        String printed = Sources.run(temporary, LogsAfterUs.class, emptyDatabase());

        assertThat(printed).isEqualTo("liquibase.changelog.DatabaseChangeLog of the application");
    }

    /** Liquibase reports once in a JVM, so in this one a report would not come any more. */
    @Test
    void reportsToNobody() throws Exception {
        migrator();
        AtomicInteger reports = new AtomicInteger();
        Thread counting;
        try (ServerSocket collector = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            counting = new Thread(() -> countCalls(collector, reports));
            counting.start();

            assertThat(Sources.run(
                            temporary,
                            FillsADatabase.class,
                            "all.xml",
                            emptyDatabase(),
                            "liquibase.analytics.configEndpointUrl",
                            "http://127.0.0.1:" + collector.getLocalPort() + "/"))
                    .isEqualTo("filled");
        }
        counting.join();

        assertThat(reports).hasValue(0);
    }

    /** Counts before it hangs up, so whoever called and ended is counted. */
    private static void countCalls(ServerSocket collector, AtomicInteger calls) {
        while (true) {
            try {
                Socket call = collector.accept();
                calls.incrementAndGet();
                call.close();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void anInterruptReachesLiquibase() throws Exception {
        String url = emptyDatabase();
        CountDownLatch started = new CountDownLatch(1);
        CustomTask.WORK.put("waits", (connection, accessor) -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        Migrator migrator = migrator(CustomTask.changeSet("waits"));
        List<Exception> failures = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                migrator.migrate(url);
            } catch (Exception e) {
                failures.add(e);
            }
        });
        thread.start();
        assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();

        thread.interrupt();
        thread.join(TimeUnit.MINUTES.toMillis(1));

        assertThat(failures).singleElement().asInstanceOf(THROWABLE).hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void refusesAFileThatIsReadWithoutHavingBeenSeen() throws Exception {
        write(temporary, "names.txt", "one");
        CustomTask.WORK.put("reads", (connection, accessor) -> {
            try (var names = accessor.getExisting("names.txt").openInputStream();
                    var statement = connection.createStatement()) {
                statement.execute("INSERT INTO item VALUES (" + names.readAllBytes().length + ")");
            }
        });
        LiquibaseMigrator migrator = (LiquibaseMigrator) migrator(CustomTask.changeSet("reads"));
        String url = emptyDatabase();

        for (int i = 0; i < 3; i++) { // without a hash, with one that was parsed, with one that was remembered
            assertThatThrownBy(() -> migrator.migrate(emptyDatabase()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("names.txt")
                    .hasMessageContaining("withFingerprint");
            migrator.hash();
        }
        migrator.withFingerprint("names 1").migrate(url);
        assertThat(value(url, "SELECT id FROM item")).isEqualTo("3");
    }

    @Test
    void refusesAnUpdateThatAppliesNothing() {
        write(temporary, "none.sql", "--liquibase formatted sql\n--changeset us:1 context:prod\nSELECT 1;");
        Migrator migrator = LiquibaseMigrator.builder()
                .searchPath(temporary)
                .changelog("none.sql")
                .contexts("test")
                .build();

        assertThatThrownBy(() -> migrator.migrate(emptyDatabase()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.sql")
                .hasMessageContaining("contexts");
    }
}
