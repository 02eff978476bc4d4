package org.pgtestdb4j.junit5;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.binding.DatabaseRequest;

/**
 * Hands test databases to the parameters of tests, lifecycle methods and constructors.
 *
 * <p>{@link PgTest} registers it. With {@code @ExtendWith(PgTestDbExtension.class)} alone, a class gets one database with
 * everything left to settings and convention. In code:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PgTestDbExtension LEDGER = PgTestDbExtension.builder()
 *         .name("ledger")
 *         .migrator(FlywayMigrator.of("classpath:db/ledger"))
 *         .build();
 * }</pre>
 *
 * <p>A parameter is claimed if its type is {@link org.pgtestdb4j.TestDatabase} or {@link org.pgtestdb4j.TestDatabases}, if
 * it is a {@link javax.sql.DataSource} or a {@link java.sql.Connection} without another framework's annotation (on itself or
 * on its constructor), or if it carries {@link PgDatabase}. Each connection parameter is a connection of its own; what a test leaves open is closed
 * with it.
 *
 * <p>Constructors receive the database of the test from JUnit 5.12 on; before that, and in classes with one instance for
 * all tests, what they receive belongs to the class, as in {@code @BeforeAll} methods.
 *
 * <p>Immutable, and safe for tests that run concurrently.
 */
public final class PgTestDbExtension
        implements BeforeAllCallback, BeforeEachCallback, ParameterResolver, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(PgTestDbExtension.class);

    private final @Nullable DatabaseRequest request;

    /** Creates an extension that follows the annotations of the class. JUnit calls it. */
    public PgTestDbExtension() {
        this.request = null;
    }

    private PgTestDbExtension(DatabaseRequest request) {
        this.request = request;
    }

    /**
     * Returns a builder for a field with {@link org.junit.jupiter.api.extension.RegisterExtension}.
     *
     * @return a database without a name, everything else left to settings and convention
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes known what this extension was built for. JUnit calls it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        register(context);
    }

    /** Makes the databases of the test current on its thread. JUnit calls it. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (leads(context)) {
            Scopes.enter(context);
        }
    }

    /** Tells JUnit to create test instances within the context of their test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** Tells whether the parameter is to be a database. JUnit calls it. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        register(context);
        return Injection.of(parameter).isPresent() && leads(context);
    }

    /** Returns the database in the form that the parameter asks for. JUnit calls it. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Injection.of(parameter).orElseThrow().in(Scopes.of(context).scope());
    }

    /** Notes the failure of a dynamic test, which JUnit does not report with the method it comes from. */
    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext dynamicTest, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (Throwable t) {
            if (!Outcomes.isAborted(t) && leads(context)) {
                Scopes.openedTest(context).ifPresent(test -> test.scope().failed(t));
            }
            throw t;
        }
    }

    private void register(ExtensionContext context) {
        if (request != null) {
            Declarations.register(context, this, request);
        }
    }

    /** Where a class has several extensions, each of them knows all its databases; the first one asked does the work. */
    private boolean leads(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(context.getUniqueId(), id -> this) == this;
    }

    /** Collects what a class declares about one database. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable String name;
        private @Nullable Migrator migrator;
        private @Nullable Isolation isolation;
        private @Nullable Keep keep;
        private @Nullable Leaks leaks;

        private Builder() {}

        /**
         * Sets the name that tells several databases of one class apart.
         *
         * @param name what {@link PgDatabase} chooses; empty if not set
         * @return this builder
         */
        public Builder name(String name) {
            this.name = once("name", this.name, name);
            return this;
        }

        /**
         * Sets what the database contains.
         *
         * @param migrator a migrator; settings or convention decide if not set
         * @return this builder
         */
        public Builder migrator(Migrator migrator) {
            this.migrator = once("migrator", this.migrator, migrator);
            return this;
        }

        /**
         * Sets what the tests of the class see of each other's writes.
         *
         * @param isolation {@link Isolation#DEFAULT} if not set
         * @return this builder
         */
        public Builder isolation(Isolation isolation) {
            this.isolation = once("isolation", this.isolation, isolation);
            return this;
        }

        /**
         * Sets when the database outlives its test.
         *
         * @param keep {@link Keep#DEFAULT} if not set
         * @return this builder
         */
        public Builder keep(Keep keep) {
            this.keep = once("keep", this.keep, keep);
            return this;
        }

        /**
         * Sets what happens when a test leaves sessions open on the database.
         *
         * @param leaks {@link Leaks#DEFAULT} if not set
         * @return this builder
         */
        public Builder leaks(Leaks leaks) {
            this.leaks = once("leaks", this.leaks, leaks);
            return this;
        }

        private static <T> T once(String option, @Nullable T present, T value) {
            if (present != null) {
                throw new ConfigurationException("PgTestDbExtension.builder(): %s is set twice, to %s and to %s."
                        .formatted(option, present, value));
            }
            return Objects.requireNonNull(value, option);
        }

        /**
         * Builds an extension; later changes to this builder do not reach it.
         *
         * @return an extension for a static field
         */
        public PgTestDbExtension build() {
            return new PgTestDbExtension(new DatabaseRequest(
                    Objects.requireNonNullElse(name, ""),
                    List.of(),
                    migrator,
                    Objects.requireNonNullElse(isolation, Isolation.DEFAULT),
                    Objects.requireNonNullElse(keep, Keep.DEFAULT),
                    Objects.requireNonNullElse(leaks, Leaks.DEFAULT)));
        }
    }
}
