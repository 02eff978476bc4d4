package org.pgtestdb4j.internal.diff;

/**
 * One kind of thing in a database's catalogs. Its query names each thing of the kind, and says all there is to say about it, without oids and
 * without anything else that differs between equal databases.
 *
 * <p>The queries run on PostgreSQL 14 to 18. Things of the system's own are left out, unless a migration can change them.
 */
enum Aspect {
    DATABASE("""
            SELECT 'database', concat_ws(', ',
                   'owner ' || pg_get_userbyid(datdba), 'encoding ' || pg_encoding_to_char(encoding),
                   'collate ' || datcollate, 'ctype ' || datctype, 'connection limit ' || datconnlimit,
                   'tablespace ' || (SELECT spcname FROM pg_tablespace s WHERE s.oid = dattablespace),
                   'privileges ' || %s, 'comment ' || shobj_description(oid, 'pg_database'))
            FROM pg_database WHERE datname = current_database()
            """.formatted(Aspect.sorted("datacl"))),

    SETTING("""
            SELECT 'setting ' || split_part(entry, '=', 1) || coalesce(' of role ' || r.rolname, ''),
                   substr(entry, strpos(entry, '=') + 1)
            FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) entry
            WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())"""),

    EXTENSION("""
            SELECT 'extension ' || extname, concat_ws(', ', 'version ' || extversion, 'schema ' || extnamespace::regnamespace)
            FROM pg_extension"""),

    SCHEMA("""
            SELECT 'schema ' || nspname, concat_ws(', ', 'owner ' || pg_get_userbyid(nspowner), 'privileges ' || %s)
            FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'""".formatted(Aspect.sorted("nspacl"))),

    RELATION("""
            SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'partitioned table ' WHEN 'v' THEN 'view '
                                  WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table '
                                  WHEN 'c' THEN 'composite type ' ELSE 'relation ' END || c.oid::regclass,
                   concat_ws(', ', 'owner ' || pg_get_userbyid(c.relowner), 'persistence ' || c.relpersistence::text,
                   'access method ' || (SELECT amname FROM pg_am WHERE pg_am.oid = c.relam),
                   'tablespace ' || (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
                   'options ' || array_to_string(c.reloptions, ' '),
                   'of type ' || NULLIF(c.reloftype, 0)::regtype,
                   CASE WHEN c.relrowsecurity THEN 'row security' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
                   'replica identity ' || c.relreplident::text,
                   CASE WHEN NOT c.relispopulated THEN 'not populated' END,
                   'parents ' || (SELECT string_agg(inhparent::regclass::text, ' ' ORDER BY inhseqno)
                                  FROM pg_inherits WHERE inhrelid = c.oid),
                   'partitioned by ' || pg_get_partkeydef(c.oid), 'for ' || pg_get_expr(c.relpartbound, c.oid),
                   'defined as ' || CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                   'privileges ' || %s)
            FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
              AND (%s OR c.relacl IS NOT NULL)""".formatted(Aspect.sorted("c.relacl"), Aspect.ofUser("c.relnamespace"))),

    COLUMN("""
            SELECT 'column ' || c.oid::regclass || '.' || a.attname, concat_ws(', ',
                   'number ' || (SELECT count(*) FROM pg_attribute b
                                 WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped),
                   format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
                   'default ' || pg_get_expr(d.adbin, d.adrelid),
                   'identity ' || NULLIF(a.attidentity::text, ''), 'generated ' || NULLIF(a.attgenerated::text, ''),
                   'collation ' || NULLIF(a.attcollation, 0)::regcollation, 'storage ' || a.attstorage::text,
                   'compression ' || NULLIF(a.attcompression::text, ''), 'statistics ' || NULLIF(a.attstattarget, -1),
                   'options ' || array_to_string(a.attoptions, ' '), 'inherited ' || a.attinhcount,
                   'privileges ' || %s)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                 LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND %s""".formatted(Aspect.sorted("a.attacl"), Aspect.ofUser("c.relnamespace"))),

    CONSTRAINT("""
            SELECT 'constraint ' || quote_ident(conname) || ' on '
                       || CASE WHEN conrelid <> 0 THEN conrelid::regclass::text ELSE contypid::regtype::text END,
                   concat_ws(', ', pg_get_constraintdef(oid), CASE WHEN NOT conislocal THEN 'inherited' END)
            FROM pg_constraint WHERE %s""".formatted(Aspect.ofUser("connamespace"))),

    INDEX("""
            SELECT 'index ' || i.indexrelid::regclass, concat_ws(', ', pg_get_indexdef(i.indexrelid),
                   CASE WHEN NOT i.indisvalid THEN 'invalid' END, CASE WHEN i.indisclustered THEN 'clustered' END,
                   CASE WHEN i.indisreplident THEN 'replica identity' END, CASE WHEN NOT i.indimmediate THEN 'deferrable' END,
                   'tablespace ' || (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace))
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE %s""".formatted(Aspect.ofUser("c.relnamespace"))),

    STATISTICS("""
            SELECT 'statistics ' || stxnamespace::regnamespace || '.' || quote_ident(stxname), pg_get_statisticsobjdef(oid)
            FROM pg_statistic_ext"""),

    TRIGGER("""
            SELECT 'trigger ' || quote_ident(tgname) || ' on ' || tgrelid::regclass,
                   pg_get_triggerdef(oid) || ', enabled ' || tgenabled::text
            FROM pg_trigger WHERE NOT tgisinternal OR tgenabled <> 'O'"""),

    EVENT_TRIGGER("""
            SELECT 'event trigger ' || evtname, concat_ws(', ', evtevent, evtfoid::regprocedure, 'enabled ' || evtenabled::text,
                   'tags ' || array_to_string(evttags, ' '))
            FROM pg_event_trigger"""),

    RULE("""
            SELECT 'rule ' || quote_ident(rulename) || ' on ' || ev_class::regclass,
                   pg_get_ruledef(r.oid) || ', enabled ' || ev_enabled::text
            FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE rulename <> '_RETURN' AND %s""".formatted(Aspect.ofUser("c.relnamespace"))),

    POLICY("""
            SELECT 'policy ' || quote_ident(polname) || ' on ' || polrelid::regclass, concat_ws(', ',
                   'command ' || polcmd::text, CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
                   'roles ' || (SELECT string_agg(CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role) END, ' ' ORDER BY 1)
                                FROM unnest(polroles) role),
                   'using ' || pg_get_expr(polqual, polrelid), 'check ' || pg_get_expr(polwithcheck, polrelid))
            FROM pg_policy"""),

    /** The system's own functions too: migrations change their costs, settings and privileges. */
    FUNCTION("""
            SELECT 'function ' || p.oid::regprocedure, concat_ws(', ', 'owner ' || pg_get_userbyid(p.proowner),
                   'cost ' || p.procost, 'rows ' || p.prorows, 'volatile ' || p.provolatile::text, 'parallel ' || p.proparallel::text,
                   'settings ' || array_to_string(p.proconfig, ' '),
                   'privileges ' || %s,
                   CASE WHEN NOT %s THEN NULL
                        WHEN p.prokind = 'a' THEN (
                            SELECT concat_ws(' ', aggtransfn, aggfinalfn, aggcombinefn, aggtranstype::regtype, agginitval, aggkind)
                            FROM pg_aggregate WHERE aggfnoid = p.oid)
                        ELSE pg_get_functiondef(p.oid) END)
            FROM pg_proc p""".formatted(Aspect.sorted("p.proacl"), Aspect.ofUser("p.pronamespace"))),

    TYPE("""
            SELECT 'type ' || t.oid::regtype, concat_ws(', ', 'owner ' || pg_get_userbyid(t.typowner), 'kind ' || t.typtype::text,
                   'base ' || format_type(NULLIF(t.typbasetype, 0), t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END,
                   'default ' || t.typdefault, 'collation ' || NULLIF(t.typcollation, 0)::regcollation,
                   'labels ' || (SELECT string_agg(quote_literal(enumlabel), ' ' ORDER BY enumsortorder)
                                 FROM pg_enum WHERE enumtypid = t.oid),
                   'range of ' || (SELECT concat_ws(' ', rngsubtype::regtype, NULLIF(rngcollation, 0)::regcollation, rngcanonical, rngsubdiff)
                                   FROM pg_range WHERE rngtypid = t.oid),
                   'privileges ' || %s)
            FROM pg_type t WHERE t.typtype IN ('b', 'd', 'e', 'r') AND t.typelem = 0 AND %s""".formatted(Aspect.sorted("t.typacl"), Aspect.ofUser("t.typnamespace"))),

    SEQUENCE("""
            SELECT 'sequence definition ' || seqrelid::regclass, concat_ws(', ', seqtypid::regtype, 'start ' || seqstart,
                   'increment ' || seqincrement, 'max ' || seqmax, 'min ' || seqmin, 'cache ' || seqcache,
                   CASE WHEN seqcycle THEN 'cycle' END,
                   'owned by ' || (SELECT pg_describe_object(refclassid, refobjid, refobjsubid) FROM pg_depend
                                   WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND deptype IN ('a', 'i')
                                     AND refobjsubid > 0))
            FROM pg_sequence"""),

    DEFAULT_PRIVILEGES("""
            SELECT 'default privileges of ' || pg_get_userbyid(defaclrole) || coalesce(' in ' || NULLIF(defaclnamespace, 0)::regnamespace, '')
                       || ' on ' || defaclobjtype::text, %s
            FROM pg_default_acl""".formatted(Aspect.sorted("defaclacl"))),

    COMMENT("""
            SELECT 'comment on ' || o.type || ' ' || o.identity, d.description
            FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
            WHERE d.objoid >= 16384 OR (o.schema IS NULL AND o.type = 'schema')"""),

    SECURITY_LABEL("""
            SELECT 'security label on ' || o.type || ' ' || o.identity, provider || ' ' || label
            FROM pg_seclabel s, pg_identify_object(s.classoid, s.objoid, s.objsubid) o"""),

    PUBLICATION("""
            SELECT 'publication ' || pubname, concat_ws(', ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot,
                   'tables ' || (SELECT string_agg(prrelid::regclass::text, ' ' ORDER BY prrelid::regclass::text)
                                 FROM pg_publication_rel WHERE prpubid = p.oid))
            FROM pg_publication p"""),

    SUBSCRIPTION("""
            SELECT 'subscription ' || subname, concat_ws(', ', subenabled, array_to_string(subpublications, ' '))
            FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"""),

    FOREIGN_DATA("""
            SELECT 'foreign data wrapper ' || fdwname, concat_ws(', ', pg_get_userbyid(fdwowner), array_to_string(fdwoptions, ' '), %s)
            FROM pg_foreign_data_wrapper
            UNION ALL
            SELECT 'foreign server ' || srvname, concat_ws(', ', pg_get_userbyid(srvowner), srvtype, srvversion,
                   array_to_string(srvoptions, ' '), %s)
            FROM pg_foreign_server""".formatted(Aspect.sorted("fdwacl"), Aspect.sorted("srvacl"))),

    LANGUAGE("""
            SELECT 'language ' || lanname, concat_ws(', ', pg_get_userbyid(lanowner), lanpltrusted, %s) FROM pg_language""".formatted(Aspect.sorted("lanacl"))),

    /** What is rare enough to be compared by what it is and is called alone. */
    OTHER("""
            SELECT o.type || ' ' || o.identity, ''
            FROM (SELECT 'pg_operator'::regclass AS class, oid FROM pg_operator
                  UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
                  UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
                  UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
                  UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
                  UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
                  UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
                  UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am
                  UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
                  UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
                  UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
                  UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template) x,
                 pg_identify_object(x.class, x.oid, 0) o
            WHERE x.oid >= 16384"""),

    LARGE_OBJECT("""
            SELECT 'large object ' || oid, concat_ws(', ', pg_get_userbyid(lomowner), md5(lo_get(oid)), %s)
            FROM pg_largeobject_metadata""".formatted(Aspect.sorted("lomacl")));

    private final String query;

    Aspect(String query) {
        this.query = query;
    }

    String query() {
        return query;
    }

    /** Privileges are a set; the order in which they were granted means nothing. */
    private static String sorted(String acl) {
        return "(SELECT string_agg(item::text, ' ' ORDER BY item::text) FROM unnest(" + acl + ") item)";
    }

    private static String ofUser(String namespace) {
        return "(" + namespace + "::regnamespace::text NOT IN ('pg_catalog', 'information_schema') AND " + namespace
                + "::regnamespace::text !~ '^pg_(toast|temp)')";
    }
}
