package org.pgtestdb4j.liquibase;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import liquibase.ChecksumVersion;
import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.Fingerprint;

/** Adds up everything that decides what Liquibase makes of an empty database. Good for one sum; not safe for use by several threads. */
final class LiquibaseFingerprint {

    private final Fingerprint sum = Fingerprint.create();
    private final ClassLoader classLoader;
    private final @Nullable String given;
    private final Set<String> classes = new TreeSet<>();
    private int changeSets;

    /**
     * Starts a sum.
     *
     * @param classLoader finds classes that changelogs name
     * @param given the user's text for what cannot be seen; without it, such things are refused
     */
    LiquibaseFingerprint(ClassLoader classLoader, @Nullable String given) {
        this.classLoader = classLoader;
        this.given = given;
        LiquibaseOnClassPath.addTo(sum, classLoader);
        LiquibaseProperties.current().forEach(sum::text);
        if (given != null) {
            sum.text("given", given);
        }
    }

    void add(LiquibaseSettings settings) {
        settings.addTo(sum);
    }

    /** Adds all change sets in their order. The sum of one makes Liquibase read the files that it names. */
    void add(Changelog changelog) {
        changelog.changeSets().forEach(changeSet -> add(changeSet, changelog));
        changelog.parameters().addTo(sum);
        addClassesOf(changelog.parsed().getPreconditions());
    }

    private void add(ChangeSet changeSet, Changelog changelog) {
        changeSets++;
        boolean meant = changelog.isMeant(changeSet);
        sum.text("change set", changeSet.toString(false));
        sum.text("meant", String.valueOf(meant));
        sum.text("checksum", checksumOf(changeSet, meant));
        addClassesOf(changeSet.getPreconditions());
        for (Change change : changeSet.getChanges()) {
            if (change instanceof CustomChangeWrapper custom) {
                if (!addClass(custom.getClassName()) && meant) {
                    throw new ConfigurationException(
                            "The change set %s needs the class %s, which is not on the class path. Add it, or correct its name."
                                    .formatted(changeSet.toString(false), custom.getClassName()));
                }
            } else if (meant && change instanceof ExecuteShellCommandChange) {
                requireGiven("a program, which the change set " + changeSet.toString(false) + " executes,");
            }
        }
    }

    private static String checksumOf(ChangeSet changeSet, boolean meant) {
        try {
            return changeSet.generateCheckSum(ChecksumVersion.latest()).toString();
        } catch (RuntimeException e) {
            if (meant) {
                throw new ConfigurationException(
                        "Liquibase cannot read what the change set %s names: %s"
                                .formatted(changeSet.toString(false), rootOf(e).getMessage()),
                        e);
            }
            return ""; // Liquibase does not look at it either
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void addClassesOf(@Nullable Precondition precondition) {
        if (precondition instanceof PreconditionLogic logic) {
            logic.getNestedPreconditions().forEach(this::addClassesOf);
        } else if (precondition instanceof CustomPreconditionWrapper custom) {
            addClass(custom.getClassName());
        }
    }

    /** Adds the code of a class and its superclasses, and tells whether the class is there. */
    private boolean addClass(@Nullable String name) {
        sum.text("class", String.valueOf(name));
        try {
            for (Class<?> type = Class.forName(String.valueOf(name), false, classLoader);
                    isOfUser(type);
                    type = type.getSuperclass()) {
                addWithInnerClasses(type);
            }
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isOfUser(@Nullable Class<?> type) {
        return type != null && type != Object.class && !type.getName().startsWith("liquibase.");
    }

    private void addWithInnerClasses(Class<?> type) {
        try {
            Arrays.stream(type.getNestHost().getNestMembers())
                    .filter(member -> (member.getName() + "$").startsWith(type.getName() + "$"))
                    .sorted(Comparator.comparing(Class::getName))
                    .forEach(member -> {
                        sum.classBytes(member);
                        classes.add(member.getName());
                    });
        } catch (ConfigurationException e) {
            requireGiven("the class " + type.getName());
        }
    }

    void add(Reads reads) {
        reads.addTo(sum);
    }

    /** Returns the classes of the user whose code counts. */
    Set<String> classes() {
        return classes;
    }

    boolean isOfNothing() {
        return changeSets == 0;
    }

    String toHex() {
        return sum.toHex();
    }

    private void requireGiven(String unseen) {
        if (given == null) {
            throw unseen(unseen);
        }
    }

    static ConfigurationException unseen(String unseen) {
        return new ConfigurationException(
                "What Liquibase gets from %s cannot be seen beforehand, so a change of it would go unnoticed. Give LiquibaseMigrator.withFingerprint(text) a text that changes whenever it does."
                        .formatted(unseen));
    }
}
