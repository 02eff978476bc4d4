package org.pgtestdb4j.testng;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.binding.CurrentScope;
import org.pgtestdb4j.binding.DatabaseParameter;
import org.pgtestdb4j.binding.TestScope;

/**
 * A parameter's value. TestNG collects values before a test begins, perhaps in another thread, and uses them again when it tries a test
 * again; so the database is taken only when the value is used, for the try that uses it. Safe for use by several threads.
 */
final class DatabaseHandle implements InvocationHandler {

    static final Set<Class<?>> TYPES =
            Set.of(TestDatabase.class, TestDatabases.class, DataSource.class, Connection.class);

    private final DatabaseParameter parameter;
    private Supplier<TestScope> test = CurrentScope::get;
    private @Nullable TestScope scope;
    private @Nullable Object database;

    private DatabaseHandle(DatabaseParameter parameter) {
        this.parameter = parameter;
    }

    static Object of(DatabaseParameter parameter) {
        return Proxy.newProxyInstance(
                DatabaseHandle.class.getClassLoader(),
                new Class<?>[] {parameter.type()},
                new DatabaseHandle(parameter));
    }

    static String typeNames() {
        return TYPES.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
    }

    /** Ties the value to the try of the test that receives it, for threads that do not know their test. */
    static void bind(@Nullable Object value, Supplier<TestScope> test) {
        if (value != null
                && Proxy.isProxyClass(value.getClass())
                && Proxy.getInvocationHandler(value) instanceof DatabaseHandle handle) {
            handle.bind(test);
        }
    }

    private synchronized void bind(Supplier<TestScope> test) {
        this.test = test;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> parameter.toString();
            };
        }
        try {
            return method.invoke(database(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized Object database() {
        TestScope now = test.get();
        if (database == null || now != scope) {
            database = parameter.in(now);
            scope = now;
        }
        return database;
    }
}
