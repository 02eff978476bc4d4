package org.pgtestdb4j.embedded;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Turns the bits of a mode into what {@link java.nio.file.Files} wants. */
final class Permissions {

    static final Set<PosixFilePermission> OWNER_ONLY_FILE = of(0600);
    static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = of(0700);
    static final Set<PosixFilePermission> READABLE_FILE = of(0644);
    static final Set<PosixFilePermission> READABLE_DIRECTORY = of(0755);

    private Permissions() {}

    static Set<PosixFilePermission> of(int mode) {
        PosixFilePermission[] fromHighest = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < fromHighest.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(fromHighest[i]);
            }
        }
        return permissions;
    }
}
