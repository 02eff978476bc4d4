package org.pgtestdb4j.internal.diff;

import static org.pgtestdb4j.internal.diff.Aspect.enabled;
import static org.pgtestdb4j.internal.diff.Aspect.lasting;
import static org.pgtestdb4j.internal.diff.Aspect.ofUser;
import static org.pgtestdb4j.internal.diff.Aspect.privileges;
import static org.pgtestdb4j.internal.diff.Aspect.qualified;
import static org.pgtestdb4j.internal.diff.Aspect.sorted;
import static org.pgtestdb4j.internal.diff.Aspect.words;

import java.util.List;

/** Tables, views, sequences and what hangs on them. */
final class RelationAspects {

    /** The system's own too, if somebody granted something on them. */
    private static final Aspect RELATION = Aspect.of("tables, views and sequences", """
            SELECT %s || ' ' || c.oid::regclass, pg_get_userbyid(c.relowner) AS owner, %s AS persistence,
                   (SELECT amname FROM pg_catalog.pg_am WHERE pg_am.oid = c.relam) AS "access method",
                   (SELECT spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace) AS tablespace,
                   %s AS options,
                   (SELECT %s FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid) AS "toast options",
                   NULLIF(c.reloftype, 0)::regtype AS "of type",
                   c.relrowsecurity AS "row security", c.relforcerowsecurity AS "row security forced",
                   %s AS "replica identity", c.relispopulated AS populated,
                   (SELECT string_agg(inhparent::regclass || CASE WHEN inhdetachpending THEN ' (being detached)' ELSE '' END,
                                      ' ' ORDER BY inhseqno)
                    FROM pg_catalog.pg_inherits WHERE inhrelid = c.oid) AS parents,
                   pg_get_partkeydef(c.oid) AS "partitioned by", pg_get_expr(c.relpartbound, c.oid) AS bounds,
                   CASE WHEN c.relkind IN ('v', 'm') AND c.oid >= 16384 THEN pg_get_viewdef(c.oid) END AS definition,
                   (SELECT srvname FROM pg_catalog.pg_foreign_server s WHERE s.oid = ftserver) AS server,
                   %s AS "foreign options", %s
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_foreign_table ON ftrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND %s AND (c.oid >= 16384 OR c.relacl IS NOT NULL)
            """.formatted(
                    words(
                            "c.relkind",
                            "r",
                            "table",
                            "p",
                            "partitioned table",
                            "v",
                            "view",
                            "m",
                            "materialized view",
                            "S",
                            "sequence",
                            "f",
                            "foreign table",
                            "c",
                            "composite type"),
                    words("c.relpersistence", "p", "permanent", "u", "unlogged"),
                    sorted("c.reloptions"),
                    sorted("t.reloptions"),
                    words("c.relreplident", "d", "default", "n", "nothing", "f", "full", "i", "index"),
                    sorted("ftoptions"),
                    privileges("c.relacl"),
                    lasting("c.relnamespace")));

    /** The number counts live columns only: what was dropped before means nothing. */
    private static final Aspect COLUMN = Aspect.of("columns", """
            SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname),
                   format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "not null",
                   pg_get_expr(d.adbin, d.adrelid) AS "default",
                   %s AS identity, %s AS generated, NULLIF(a.attcollation, 0)::regcollation AS collation,
                   %s AS storage, %s AS compression, NULLIF(a.attstattarget, -1) AS statistics,
                   %s AS options, %s AS "foreign options", a.attislocal AS "of its own", a.attinhcount AS parents,
                   (SELECT count(*) FROM pg_catalog.pg_attribute b
                    WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped) AS number,
                   %s
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                 LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE NOT a.attisdropped AND %s
              AND (a.attacl IS NOT NULL
                   OR a.attnum > 0 AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c'))""".formatted(
                    words("a.attidentity", "", "no", "a", "always", "d", "by default"),
                    words("a.attgenerated", "", "no", "s", "stored", "v", "virtual"),
                    words("a.attstorage", "p", "plain", "e", "external", "m", "main", "x", "extended"),
                    words("a.attcompression", "", "default", "p", "pglz", "l", "lz4"),
                    sorted("a.attoptions"),
                    sorted("a.attfdwoptions"),
                    privileges("a.attacl"),
                    lasting("c.relnamespace")));

    private static final Aspect CONSTRAINT = Aspect.of("constraints", """
            SELECT 'constraint ' || quote_ident(conname) || ' on '
                       || CASE WHEN conrelid <> 0 THEN conrelid::regclass::text ELSE contypid::regtype::text END,
                   pg_get_constraintdef(oid) AS definition, convalidated AS valid, conislocal AS "of its own",
                   coninhcount AS parents, connoinherit AS "not for children"
            FROM pg_catalog.pg_constraint WHERE %s""".formatted(ofUser("oid", "connamespace")));

    private static final Aspect INDEX = Aspect.of("indexes", """
            SELECT 'index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) AS definition,
                   i.indisvalid AS valid, i.indisready AS ready, i.indisclustered AS "clustered on",
                   i.indisreplident AS "replica identity", i.indimmediate AS "not deferrable",
                   (SELECT spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace) AS tablespace,
                   (SELECT inhparent::regclass FROM pg_catalog.pg_inherits WHERE inhrelid = c.oid) AS parent,
                   (SELECT string_agg(attnum || ':' || attstattarget, ' ' ORDER BY attnum) FROM pg_catalog.pg_attribute
                    WHERE attrelid = c.oid AND attstattarget >= 0) AS statistics
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE %s""".formatted(ofUser("c.oid", "c.relnamespace")));

    private static final Aspect STATISTICS =
            Aspect.of("statistics objects", """
            SELECT 'statistics ' || %s, pg_get_userbyid(stxowner) AS owner, pg_get_statisticsobjdef(oid) AS definition,
                   NULLIF(stxstattarget, -1) AS target
            FROM pg_catalog.pg_statistic_ext""".formatted(qualified("stxnamespace", "stxname")));

    /** Of those behind constraints, whose names have oids in them, the ones that were switched. */
    private static final Aspect TRIGGER = Aspect.of("triggers", """
            SELECT 'trigger ' || CASE WHEN tgisinternal
                                      THEN coalesce('of constraint ' || quote_ident(conname), quote_ident(tgname)) || ' by ' || tgfoid::regproc
                                      ELSE quote_ident(tgname) END || ' on ' || tgrelid::regclass,
                   CASE WHEN NOT tgisinternal THEN pg_get_triggerdef(t.oid) END AS definition, %s,
                   tgparentid <> 0 AS "of a parent"
            FROM pg_catalog.pg_trigger t LEFT JOIN pg_catalog.pg_constraint c ON c.oid = tgconstraint
            WHERE NOT tgisinternal OR tgenabled <> 'O'""".formatted(enabled("tgenabled")));

    private static final Aspect RULE = Aspect.of("rules", """
            SELECT 'rule ' || quote_ident(rulename) || ' on ' || ev_class::regclass, pg_get_ruledef(oid) AS definition, %s
            FROM pg_catalog.pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN'""".formatted(enabled("ev_enabled")));

    private static final Aspect POLICY = Aspect.of("policies", """
            SELECT 'policy ' || quote_ident(polname) || ' on ' || polrelid::regclass,
                   %s AS command, polpermissive AS permissive,
                   (SELECT string_agg(CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role) END, ' '
                                      ORDER BY pg_get_userbyid(role) COLLATE "C") FROM unnest(polroles) role) AS roles,
                   pg_get_expr(polqual, polrelid) AS using, pg_get_expr(polwithcheck, polrelid) AS "check"
            FROM pg_catalog.pg_policy""".formatted(
                    words("polcmd", "*", "all", "r", "select", "a", "insert", "w", "update", "d", "delete")));

    private static final Aspect SEQUENCE =
            Aspect.of("definitions of sequences", """
            SELECT 'definition of sequence ' || seqrelid::regclass, seqtypid::regtype AS type, seqstart AS start,
                   seqincrement AS increment, seqmax AS max, seqmin AS min, seqcache AS cache, seqcycle AS cycle,
                   (SELECT refobjid::regclass || '.' || quote_ident(attname)
                    FROM pg_catalog.pg_depend JOIN pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                    WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = seqrelid AND deptype IN ('a', 'i')
                      AND refclassid = 'pg_catalog.pg_class'::regclass) AS "owned by"
            FROM pg_catalog.pg_sequence JOIN pg_catalog.pg_class c ON c.oid = seqrelid
            WHERE %s""".formatted(lasting("c.relnamespace")));

    static final List<Aspect> ALL =
            List.of(RELATION, COLUMN, CONSTRAINT, INDEX, STATISTICS, TRIGGER, RULE, POLICY, SEQUENCE);

    private RelationAspects() {}
}
