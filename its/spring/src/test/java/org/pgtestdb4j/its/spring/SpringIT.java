package org.pgtestdb4j.its.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.junit5.PgDatabase;
import org.pgtestdb4j.junit5.PgTest;
import org.pgtestdb4j.junit5.PgTestDbExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Both extensions give out data sources and connections: who gets which parameter, in whatever order they are registered. */
class SpringIT {

    @Test
    void leavesToSpringWhatIsAnnotatedForSpring() {
        passes(OursFirst.class);
        passes(SpringFirst.class);
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    static class OursFirst extends Parameters {}

    @SpringJUnitConfig(Beans.class)
    @PgTest(migrator = Empty.class)
    static class SpringFirst extends Parameters {}

    abstract static class Parameters {

        @Test
        void test(
                ApplicationContext context,
                @Autowired DataSource bean,
                @Qualifier("reports") DataSource reports,
                @Autowired Connection connection,
                DataSource ours,
                TestDatabase database,
                @PgDatabase String url)
                throws SQLException {
            assertThat(bean).isSameAs(context.getBean("main"));
            assertThat(reports).isSameAs(context.getBean("reports"));
            assertThat(connection).isSameAs(context.getBean("connection"));
            assertThat(ours).isSameAs(database.dataSource());
            assertThat(url).isEqualTo(database.url());
        }
    }

    @Test
    void leavesToSpringTheConstructorsThatAreAnnotatedForSpring() {
        passes(Autowires.class);
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    static class Autowires {

        private final DataSource bean;

        @Autowired
        Autowires(DataSource bean) {
            this.bean = bean;
        }

        @Test
        void test(ApplicationContext context, DataSource ours) {
            assertThat(bean).isSameAs(context.getBean("main")).isNotSameAs(ours);
        }
    }

    @Test
    void givesOutConstructorParametersThatSpringDoesNotWant() {
        passes(Constructs.class);
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    static class Constructs {

        private final DataSource ours;

        Constructs(DataSource ours) {
            this.ours = ours;
        }

        @Test
        void test(TestDatabase database) {
            assertThat(ours).isSameAs(database.dataSource());
        }
    }

    @Test
    void worksBesideSpringWithSeveralExtensions() {
        passes(Several.class);
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    static class Several {

        @RegisterExtension
        static final PgTestDbExtension LEDGER =
                PgTestDbExtension.builder().name("ledger").migrator(new Empty()).build();

        @RegisterExtension
        static final PgTestDbExtension ARCHIVE = PgTestDbExtension.builder()
                .name("archive")
                .migrator(new Empty())
                .build();

        @Test
        void test(
                @Autowired DataSource bean,
                TestDatabase shop,
                @PgDatabase("ledger") TestDatabase ledger,
                @PgDatabase("archive") TestDatabase archive) {
            assertThat(List.of(shop.name(), ledger.name(), archive.name())).doesNotHaveDuplicates();
            assertThat(bean).isNotSameAs(shop.dataSource());
        }
    }

    @Test
    void saysWhoClashesWhereBothWantAParameter() {
        assertThat(failure(AutowiresAll.class))
                .hasMessageContainingAll(
                        "competing ParameterResolvers",
                        "javax.sql.DataSource",
                        SpringExtension.class.getName(),
                        PgTestDbExtension.class.getName());
        assertThat(failure(BothAnnotations.class))
                .hasMessageContainingAll(
                        "competing ParameterResolvers",
                        SpringExtension.class.getName(),
                        PgTestDbExtension.class.getName());
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
    static class AutowiresAll {

        AutowiresAll(DataSource whose) {}

        @Test
        void test() {}
    }

    @PgTest(migrator = Empty.class)
    @SpringJUnitConfig(Beans.class)
    static class BothAnnotations {

        @Test
        void test(@Autowired @PgDatabase DataSource whose) {}
    }

    @Configuration
    static class Beans {

        @Bean
        DataSource main() {
            return proxy(DataSource.class);
        }

        @Bean(autowireCandidate = true, defaultCandidate = false)
        @Qualifier("reports")
        DataSource reports() {
            return proxy(DataSource.class);
        }

        @Bean(destroyMethod = "")
        Connection connection() {
            return proxy(Connection.class);
        }

        private static <T> T proxy(Class<T> type) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (bean, method, arguments) -> switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(bean);
                        case "equals" -> bean == arguments[0];
                        default -> "a bean";
                    }));
        }
    }

    static final class Empty implements Migrator {

        @Override
        public String hash() {
            return "empty";
        }

        @Override
        public void migrate(String url) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE note (text text)");
            }
        }
    }

    private static void passes(Class<?> fixture) {
        EngineExecutionResults results = run(fixture);
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.started(1).succeeded(1));
    }

    private static Throwable failure(Class<?> fixture) {
        return failures(run(fixture)).get(0);
    }

    private static EngineExecutionResults run(Class<?> fixture) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }
}
