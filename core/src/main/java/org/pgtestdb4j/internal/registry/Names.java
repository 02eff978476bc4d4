package org.pgtestdb4j.internal.registry;

/** How our databases are called. All names stay well under the 63 bytes at which the server would cut them. */
public final class Names {

    private static final String TEMPLATE = "pgtestdb4j_t_";
    private static final String BUILD = "pgtestdb4j_b_";
    private static final String CLONE = "pgtestdb4j_c_";

    private Names() {}

    /** Returns the name of a sealed template. */
    public static String template(String key) {
        return TEMPLATE + key;
    }

    /** Returns the key out of {@link #template}. */
    public static String keyOfTemplate(String template) {
        return template.substring(TEMPLATE.length());
    }

    /** Returns the name of a template that is being built. */
    public static String build(String key) {
        return BUILD + key;
    }

    /** Returns the key out of {@link #build}. */
    public static String keyOfBuild(String build) {
        return build.substring(BUILD.length());
    }

    /** Returns the name of an owner's clone; the number makes it unique for ever. */
    public static String clone(Owner.Id owner, long number) {
        return clonesOf(owner) + number;
    }

    /** Tells whether a clone was made in the name of an owner. */
    static boolean isCloneOf(Owner.Id owner, String clone) {
        return clone.startsWith(clonesOf(owner));
    }

    private static String clonesOf(Owner.Id owner) {
        return CLONE + owner.label() + "_";
    }
}
