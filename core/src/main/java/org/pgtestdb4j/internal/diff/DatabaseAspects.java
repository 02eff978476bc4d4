package org.pgtestdb4j.internal.diff;

import static org.pgtestdb4j.internal.diff.Aspect.lasting;
import static org.pgtestdb4j.internal.diff.Aspect.privileges;
import static org.pgtestdb4j.internal.diff.Aspect.sorted;
import static org.pgtestdb4j.internal.diff.Aspect.words;

import java.util.List;

/** The database as a whole, and what can be said of things of every kind. */
final class DatabaseAspects {

    /** The schema {@code public} is the system's, but everybody uses it; a large object has the number that its maker gave it. */
    private static final String COMMENT_OF_USER =
            "(d.objoid >= 16384 OR d.classoid IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_largeobject'::regclass))";

    /** Columns whose names depend on the version are read by way of JSON. */
    private static final Aspect DATABASE = Aspect.of("databases", """
            SELECT 'database', pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding,
                   datcollate AS collation, datctype AS ctype, to_jsonb(d) ->> 'datlocprovider' AS "locale provider",
                   coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
                   to_jsonb(d) ->> 'daticurules' AS "collation rules", datconnlimit AS "connection limit",
                   (SELECT spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = dattablespace) AS tablespace,
                   %s, shobj_description(oid, 'pg_database') AS comment
            FROM pg_catalog.pg_database d WHERE datname = current_database()""".formatted(privileges("datacl")));

    private static final Aspect SETTING = Aspect.of("settings", """
            SELECT 'setting ' || split_part(entry, '=', 1) || coalesce(' of role ' || quote_ident(r.rolname), ''),
                   substr(entry, strpos(entry, '=') + 1) AS value
            FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) entry
            WHERE s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())""");

    private static final Aspect EXTENSION = Aspect.of("extensions", """
            SELECT 'extension ' || quote_ident(extname), extversion AS version, extnamespace::regnamespace AS schema,
                   pg_get_userbyid(extowner) AS owner, extrelocatable AS relocatable,
                   (SELECT string_agg(config::regclass || coalesce(' ' || NULLIF(condition, ''), ''), ', ' ORDER BY place)
                    FROM unnest(extconfig, extcondition) WITH ORDINALITY x (config, condition, place)) AS "tables to dump"
            FROM pg_catalog.pg_extension""");

    /** Members, and what is to be dropped with an extension. */
    private static final Aspect EXTENSION_MEMBER =
            Aspect.of("members of extensions", """
            SELECT %s || ' of extension ' || quote_ident(extname) || ': ' || o.type || ' ' || o.identity
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid,
                 pg_identify_object(d.classid, d.objid, d.objsubid) o
            WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype IN ('e', 'x')
            """.formatted(words("d.deptype", "e", "member", "x", "dependent")));

    private static final Aspect SCHEMA = Aspect.of("schemas", """
            SELECT 'schema ' || quote_ident(nspname), pg_get_userbyid(nspowner) AS owner, %s
            FROM pg_catalog.pg_namespace WHERE %s""".formatted(privileges("nspacl"), lasting("oid")));

    private static final Aspect DEFAULT_PRIVILEGES = Aspect.of("default privileges", """
            SELECT 'default privileges of ' || quote_ident(pg_get_userbyid(defaclrole))
                       || coalesce(' in ' || NULLIF(defaclnamespace, 0)::regnamespace, '') || ' on ' || %s, %s
            FROM pg_catalog.pg_default_acl""".formatted(
                    words(
                            "defaclobjtype",
                            "r",
                            "tables",
                            "S",
                            "sequences",
                            "f",
                            "functions",
                            "T",
                            "types",
                            "n",
                            "schemas",
                            "L",
                            "large objects"),
                    privileges("defaclacl")));

    private static final Aspect COMMENT = Aspect.of("comments", """
            SELECT 'comment on ' || o.type || ' ' || o.identity, d.description AS text
            FROM pg_catalog.pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
            WHERE %s""".formatted(COMMENT_OF_USER));

    /** Those are thousands, and to name each takes long. */
    private static final Aspect COMMENT_OF_SYSTEM =
            Aspect.of("comments on the system's own", """
            SELECT 'comments on the system''s own objects in ' || d.classoid::regclass, count(*) AS number,
                   md5(string_agg(concat(d.objoid, d.objsubid, d.description), '' ORDER BY d.objoid, d.objsubid)) AS digest
            FROM pg_catalog.pg_description d WHERE NOT %s GROUP BY d.classoid""".formatted(COMMENT_OF_USER));

    private static final Aspect SECURITY_LABEL = Aspect.of("security labels", """
            SELECT 'security label of ' || quote_ident(provider) || ' on ' || o.type || ' ' || o.identity, label AS text
            FROM pg_catalog.pg_seclabel s, pg_identify_object(s.classoid, s.objoid, s.objsubid) o""");

    private static final Aspect LARGE_OBJECT = Aspect.of("large objects", """
            SELECT 'large object ' || oid, pg_get_userbyid(lomowner) AS owner, md5(lo_get(oid)) AS "digest", %s
            FROM pg_catalog.pg_largeobject_metadata""".formatted(privileges("lomacl")));

    /** Of a publication, what the catalog says in its own words. */
    private static final Aspect PUBLICATION = Aspect.of("publications", """
            SELECT 'publication ' || quote_ident(pubname), pg_get_userbyid(pubowner) AS owner,
                   (to_jsonb(p) - ARRAY['oid', 'pubname', 'pubowner'])::text AS definition
            FROM pg_catalog.pg_publication p""");

    private static final Aspect PUBLICATION_TABLE_14 =
            Aspect.of("tables of publications", """
            SELECT 'table ' || prrelid::regclass || ' of publication ' || quote_ident(pubname)
            FROM pg_catalog.pg_publication_rel JOIN pg_catalog.pg_publication p ON p.oid = prpubid""").upTo(14);

    private static final Aspect PUBLICATION_TABLE =
            Aspect.of("tables of publications", """
            SELECT 'table ' || prrelid::regclass || ' of publication ' || quote_ident(pubname),
                   (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_catalog.pg_attribute
                    WHERE attrelid = prrelid AND attnum = ANY (prattrs)) AS columns,
                   pg_get_expr(prqual, prrelid) AS "where"
            FROM pg_catalog.pg_publication_rel JOIN pg_catalog.pg_publication p ON p.oid = prpubid""").from(15);

    private static final Aspect PUBLICATION_SCHEMA =
            Aspect.of("schemas of publications", """
            SELECT 'schema ' || pnnspid::regnamespace || ' of publication ' || quote_ident(pubname)
            FROM pg_catalog.pg_publication_namespace JOIN pg_catalog.pg_publication p ON p.oid = pnpubid""").from(15);

    /** Without its connection, which may hold a password. */
    private static final Aspect SUBSCRIPTION = Aspect.of("subscriptions", """
            SELECT 'subscription ' || quote_ident(subname), pg_get_userbyid(subowner) AS owner, subenabled AS enabled,
                   subbinary AS binary, subslotname AS slot, subsynccommit AS "synchronous commit", %s AS publications
            FROM pg_catalog.pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            """.formatted(sorted("subpublications")));

    static final List<Aspect> ALL = List.of(
            DATABASE,
            SETTING,
            EXTENSION,
            EXTENSION_MEMBER,
            SCHEMA,
            DEFAULT_PRIVILEGES,
            COMMENT,
            COMMENT_OF_SYSTEM,
            SECURITY_LABEL,
            LARGE_OBJECT,
            PUBLICATION,
            PUBLICATION_TABLE_14,
            PUBLICATION_TABLE,
            PUBLICATION_SCHEMA,
            SUBSCRIPTION);

    private DatabaseAspects() {}
}
