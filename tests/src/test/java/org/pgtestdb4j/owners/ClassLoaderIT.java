package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.TestServer;

/** Build servers and IDEs run tests in class loaders that they throw away, and JVMs that go on. */
class ClassLoaderIT {

    @Test
    void isFreeWhenItsEngineHasEnded() throws Exception {
        WeakReference<ClassLoader> loader =
                useInALoaderOfItsOwn(TestServer.shared().url());

        Await.until("the class loader to be free", () -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    private static WeakReference<ClassLoader> useInALoaderOfItsOwn(String url) throws Exception {
        URL core = PgTestDb.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {core}, new AllButCore()); // its engine needs it for a while
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class<?> type = loader.loadClass(PgTestDb.class.getName());
            assertThat(type).isNotSameAs(PgTestDb.class);
            Object builder = type.getMethod("builder").invoke(null);
            Object withUrl = builder.getClass().getMethod("url", String.class).invoke(builder, url);
            AutoCloseable open =
                    (AutoCloseable) withUrl.getClass().getMethod("open").invoke(withUrl);
            open.close();
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
        }
    }

    /** The driver and the logger are shared, as they would be with a server's own. */
    private static final class AllButCore extends ClassLoader {

        AllButCore() {
            super(ClassLoaderIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.pgtestdb4j.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.contains("org.pgtestdb4j") ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }
}
