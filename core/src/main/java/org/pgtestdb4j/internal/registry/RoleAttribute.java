package org.pgtestdb4j.internal.registry;

import java.util.Set;
import java.util.stream.Collectors;

/** What a role of tests may do beyond its own databases, if that is set. There is no superuser among it: nothing could be kept from one. */
public enum RoleAttribute {
    CREATEDB("rolcreatedb", "db"),
    CREATEROLE("rolcreaterole", "role"),
    REPLICATION("rolreplication", "repl"),
    BYPASSRLS("rolbypassrls", "rls");

    private final String column;
    private final String mark;

    RoleAttribute(String column, String mark) {
        this.column = column;
        this.mark = mark;
    }

    /** Returns the column of {@code pg_roles} that tells whether a role has it. */
    String column() {
        return column;
    }

    /** Returns what tells the names of roles with other attributes apart; empty without attributes. */
    static String mark(Set<RoleAttribute> attributes) {
        return attributes.stream()
                .sorted()
                .map(attribute -> "_" + attribute.mark)
                .collect(Collectors.joining());
    }

    /** Returns attributes as SQL has them, each with a blank in front. */
    static String sql(Set<RoleAttribute> attributes) {
        return attributes.stream().sorted().map(attribute -> " " + attribute).collect(Collectors.joining());
    }

    /** Returns the SQL that gives or takes this attribute. */
    String sql(boolean given) {
        return given ? " " + name() : " NO" + name();
    }
}
