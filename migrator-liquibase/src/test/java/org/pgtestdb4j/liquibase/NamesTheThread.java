package org.pgtestdb4j.liquibase;

/** A program whose first use of Liquibase is ours. Prints on which thread it is, and what is left in it. */
final class NamesTheThread {

    private NamesTheThread() {}

    public static void main(String[] none) throws Exception {
        String thread = OwnScope.call(
                NamesTheThread.class.getClassLoader(),
                () -> Thread.currentThread().getName());
        Object left = OwnScope.managers("scopeManager").orElseThrow().get();
        System.out.println(thread + ", and " + (left == null ? "no scope" : left) + " is left");
    }
}
