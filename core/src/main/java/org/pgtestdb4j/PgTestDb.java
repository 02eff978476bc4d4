package org.pgtestdb4j;

/** SKETCH. */
public final class PgTestDb implements AutoCloseable {
    public static PgTestDb open() { throw new IllegalStateException(); }
    public static Builder builder() { throw new IllegalStateException(); }
    public Template template(Migrator migrator) { throw new IllegalStateException(); }
    public TestDatabase database(Migrator migrator) { throw new IllegalStateException(); }
    public <X extends Exception> void with(Migrator migrator, Work<X> work) throws X { throw new IllegalStateException(); }
    public RunReport report() { throw new IllegalStateException(); }
    @Override public void close() {}

    @FunctionalInterface public interface Work<X extends Exception> { void run(TestDatabase database) throws X; }

    public static final class Builder {
        /** A setting in code, the strongest source; the name is the full one. */
        public Builder setting(String name, String value) { throw new IllegalStateException(); }
        public PgTestDb open() { throw new IllegalStateException(); }
    }
}
