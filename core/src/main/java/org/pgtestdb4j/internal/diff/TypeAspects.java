package org.pgtestdb4j.internal.diff;

import static org.pgtestdb4j.internal.diff.Aspect.lasting;
import static org.pgtestdb4j.internal.diff.Aspect.privileges;
import static org.pgtestdb4j.internal.diff.Aspect.qualified;
import static org.pgtestdb4j.internal.diff.Aspect.words;

import java.util.List;

/** Types, and what tells how their values are compared, sorted and searched. */
final class TypeAspects {

    /** Without arrays, and without the row types of tables, which follow from others. The system's own if somebody granted something. */
    private static final Aspect TYPE = Aspect.of("types", """
            SELECT 'type ' || t.oid::regtype, pg_get_userbyid(t.typowner) AS owner, %s AS kind,
                   format_type(NULLIF(t.typbasetype, 0), t.typtypmod) AS base, t.typnotnull AS "not null",
                   t.typdefault AS "default", NULLIF(t.typcollation, 0)::regcollation AS collation,
                   (SELECT string_agg(quote_literal(enumlabel), ' ' ORDER BY enumsortorder)
                    FROM pg_catalog.pg_enum WHERE enumtypid = t.oid) AS labels,
                   (SELECT concat_ws(' ', rngsubtype::regtype, opcnamespace::regnamespace || '.' || quote_ident(opcname),
                                     NULLIF(rngcollation, 0)::regcollation, rngcanonical, rngsubdiff, rngmultitypid::regtype)
                    FROM pg_catalog.pg_range JOIN pg_catalog.pg_opclass o ON o.oid = rngsubopc WHERE rngtypid = t.oid) AS "range of",
                   CASE WHEN t.typtype = 'b'
                        THEN concat_ws(' ', typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze,
                                       typlen, typbyval, typalign, typstorage, typcategory, typispreferred, typdelim,
                                       NULLIF(typelem, 0)::regtype) END AS representation, %s
            FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
            WHERE %s AND (t.typacl IS NOT NULL
                          OR t.oid >= 16384 AND (t.typrelid = 0 OR c.relkind = 'c')
                             AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid))""".formatted(
                    words(
                            "t.typtype",
                            "b",
                            "base",
                            "c",
                            "composite",
                            "d",
                            "domain",
                            "e",
                            "enum",
                            "m",
                            "multirange",
                            "p",
                            "pseudo",
                            "r",
                            "range"),
                    privileges("t.typacl"),
                    lasting("t.typnamespace")));

    private static final Aspect COLLATION =
            Aspect.of("collations", """
            SELECT 'collation ' || %s, pg_get_userbyid(collowner) AS owner,
                   (to_jsonb(c) - ARRAY['oid', 'collname', 'collnamespace', 'collowner'])::text AS definition
            FROM pg_catalog.pg_collation c WHERE oid >= 16384""".formatted(qualified("collnamespace", "collname")));

    private static final Aspect OPERATOR = Aspect.of("operators", """
            SELECT 'operator ' || oid::regoperator, pg_get_userbyid(oprowner) AS owner, oprcode AS function,
                   format_type(oprresult, NULL) AS result, NULLIF(oprcom, 0)::regoperator AS commutator,
                   NULLIF(oprnegate, 0)::regoperator AS negator, oprrest AS "restriction", oprjoin AS "join",
                   oprcanmerge AS merges, oprcanhash AS hashes
            FROM pg_catalog.pg_operator WHERE oid >= 16384""");

    private static final Aspect OPERATOR_CLASS = Aspect.of("operator classes", """
            SELECT 'operator class ' || %s || ' using ' || amname, pg_get_userbyid(opcowner) AS owner,
                   opcintype::regtype AS type, NULLIF(opckeytype, 0)::regtype AS storage, opcdefault AS "default",
                   (SELECT %s FROM pg_catalog.pg_opfamily f WHERE f.oid = opcfamily) AS family
            FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am a ON a.oid = opcmethod
            WHERE c.oid >= 16384""".formatted(
                    qualified("opcnamespace", "opcname"), qualified("opfnamespace", "opfname")));

    private static final Aspect OPERATOR_FAMILY =
            Aspect.of("operator families", """
            SELECT 'operator family ' || %s || ' using ' || amname, pg_get_userbyid(opfowner) AS owner,
                   (SELECT string_agg(concat_ws(' ', amopstrategy, amopopr::regoperator, amoppurpose), ', '
                                      ORDER BY amopstrategy, amopopr::regoperator::text COLLATE "C")
                    FROM pg_catalog.pg_amop WHERE amopfamily = f.oid) AS operators,
                   (SELECT string_agg(concat_ws(' ', amprocnum, amproclefttype::regtype, amprocrighttype::regtype, amproc::regprocedure),
                                      ', ' ORDER BY amprocnum, amproc::regprocedure::text COLLATE "C")
                    FROM pg_catalog.pg_amproc WHERE amprocfamily = f.oid) AS functions
            FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_am a ON a.oid = opfmethod
            WHERE f.oid >= 16384
               OR EXISTS (SELECT FROM pg_catalog.pg_amop o WHERE o.amopfamily = f.oid AND o.oid >= 16384)
               OR EXISTS (SELECT FROM pg_catalog.pg_amproc p WHERE p.amprocfamily = f.oid AND p.oid >= 16384)
            """.formatted(qualified("opfnamespace", "opfname")));

    /** Those of the system's own too that are mapped otherwise than they were. */
    private static final Aspect TEXT_SEARCH_CONFIGURATION = Aspect.of("text search configurations", """
            SELECT 'text search configuration ' || %s, pg_get_userbyid(cfgowner) AS owner,
                   (SELECT %s FROM pg_catalog.pg_ts_parser p WHERE p.oid = cfgparser) AS parser,
                   (SELECT string_agg(maptokentype || ' ' || mapdict::regdictionary, ', ' ORDER BY maptokentype, mapseqno)
                    FROM pg_catalog.pg_ts_config_map WHERE mapcfg = c.oid) AS mappings
            FROM pg_catalog.pg_ts_config c""".formatted(
                    qualified("cfgnamespace", "cfgname"), qualified("prsnamespace", "prsname")));

    private static final Aspect TEXT_SEARCH_DICTIONARY =
            Aspect.of("text search dictionaries", """
            SELECT 'text search dictionary ' || d.oid::regdictionary, pg_get_userbyid(dictowner) AS owner,
                   (SELECT %s FROM pg_catalog.pg_ts_template t WHERE t.oid = dicttemplate) AS template, dictinitoption AS options
            FROM pg_catalog.pg_ts_dict d""".formatted(qualified("tmplnamespace", "tmplname")));

    private static final Aspect TEXT_SEARCH_PARSER =
            Aspect.of("text search parsers", """
            SELECT 'text search parser ' || %s,
                   concat_ws(' ', prsstart, prstoken, prsend, prsheadline, prslextype) AS functions
            FROM pg_catalog.pg_ts_parser WHERE oid >= 16384""".formatted(qualified("prsnamespace", "prsname")));

    private static final Aspect TEXT_SEARCH_TEMPLATE =
            Aspect.of("text search templates", """
            SELECT 'text search template ' || %s, concat_ws(' ', tmplinit, tmpllexize) AS functions
            FROM pg_catalog.pg_ts_template WHERE oid >= 16384""".formatted(qualified("tmplnamespace", "tmplname")));

    static final List<Aspect> ALL = List.of(
            TYPE,
            COLLATION,
            OPERATOR,
            OPERATOR_CLASS,
            OPERATOR_FAMILY,
            TEXT_SEARCH_CONFIGURATION,
            TEXT_SEARCH_DICTIONARY,
            TEXT_SEARCH_PARSER,
            TEXT_SEARCH_TEMPLATE);

    private TypeAspects() {}
}
