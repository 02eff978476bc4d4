package org.pgtestdb4j.internal.diff;

import java.util.List;
import java.util.stream.Stream;

/**
 * One kind of thing in a database's catalogs. Its query names each thing of the kind in the first column, and says all there is to say about
 * it in the others, without oids and without anything else that differs between equal databases.
 *
 * <p>Things of the system's own are left out, unless migrations are known to change them.
 *
 * @param kind what the things are, in the plural
 * @param query runs with an empty search path
 * @param since the first major version of PostgreSQL that has such things
 * @param until the last major version for which the query is right
 */
record Aspect(String kind, String query, int since, int until) {

    /** Tells objects that somebody made from those which every database has; as PostgreSQL's own {@code FirstNormalObjectId}. */
    private static final int FIRST_OF_USER = 16384;

    static Aspect of(String kind, String query) {
        return new Aspect(kind, query, 0, Integer.MAX_VALUE);
    }

    Aspect from(int major) {
        return new Aspect(kind, query, major, until);
    }

    Aspect upTo(int major) {
        return new Aspect(kind, query, since, major);
    }

    /** Returns all aspects that there are on a major version of PostgreSQL. */
    static List<Aspect> on(int major) {
        return Stream.of(DatabaseAspects.ALL, RelationAspects.ALL, CodeAspects.ALL, TypeAspects.ALL, ForeignAspects.ALL)
                .flatMap(List::stream)
                .filter(aspect -> aspect.since <= major && major <= aspect.until)
                .toList();
    }

    /** Returns SQL for privileges as one text. They are a set; the order in which they were granted means nothing. */
    static String privileges(String acl) {
        return sorted(acl) + " AS privileges";
    }

    /** Returns SQL for the elements of an array as one text, in an order of their own. */
    static String sorted(String array) {
        return "(SELECT string_agg(item::text, ' ' ORDER BY item::text COLLATE \"C\") FROM unnest(" + array + ") item)";
    }

    /** Returns SQL that says in words what a column holds as a letter. */
    static String words(String column, String... lettersAndWords) {
        StringBuilder sql = new StringBuilder("CASE ").append(column).append("::text");
        for (int i = 0; i < lettersAndWords.length; i += 2) {
            sql.append(" WHEN '%s' THEN '%s'".formatted(lettersAndWords[i], lettersAndWords[i + 1]));
        }
        return sql.append(" ELSE ").append(column).append("::text END").toString();
    }

    /** Returns SQL for how far a trigger or rule is enabled. */
    static String enabled(String column) {
        return words(column, "O", "origin", "D", "no", "R", "replica", "A", "always") + " AS enabled";
    }

    /** Returns a condition for objects that belong to no session and that every database would not have anyway. */
    static String ofUser(String oid, String namespace) {
        return "(" + oid + " >= " + FIRST_OF_USER + " AND " + lasting(namespace) + ")";
    }

    /** Returns a condition for objects that do not belong to a session or to a table's storage. */
    static String lasting(String namespace) {
        return namespace + "::regnamespace::text !~ '^pg_(toast|temp)'";
    }

    /** Returns SQL for a name that may need quotes, with its schema. */
    static String qualified(String namespace, String name) {
        return namespace + "::regnamespace || '.' || quote_ident(" + name + ")";
    }
}
