package org.pgtestdb4j.internal.diff;

import static org.pgtestdb4j.internal.diff.Aspect.enabled;
import static org.pgtestdb4j.internal.diff.Aspect.privileges;
import static org.pgtestdb4j.internal.diff.Aspect.sorted;
import static org.pgtestdb4j.internal.diff.Aspect.words;

import java.util.List;

/** Functions, and what calls them. */
final class CodeAspects {

    /** The system's own too: migrations change their costs, settings and privileges. */
    private static final Aspect FUNCTION = Aspect.of("functions", """
            SELECT %s || ' ' || p.oid::regprocedure, pg_get_userbyid(p.proowner) AS owner, p.procost AS cost, p.prorows AS rows,
                   %s AS volatility, %s AS parallel, p.proisstrict AS strict, p.proleakproof AS leakproof,
                   p.prosecdef AS "security definer", NULLIF(p.prosupport, 0)::regproc AS support, %s AS settings,
                   CASE WHEN p.oid >= 16384 AND p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition, %s
            FROM pg_catalog.pg_proc p""".formatted(
                    words("p.prokind", "f", "function", "p", "procedure", "a", "aggregate", "w", "window function"),
                    words("p.provolatile", "v", "volatile", "s", "stable", "i", "immutable"),
                    words("p.proparallel", "u", "unsafe", "r", "restricted", "s", "safe"),
                    sorted("p.proconfig"),
                    privileges("p.proacl")));

    /** Functions stand in this catalog by name; what stands there by oid is named here. */
    private static final Aspect AGGREGATE = Aspect.of("aggregates", """
            SELECT 'definition of aggregate ' || aggfnoid::regprocedure,
                   aggtranstype::regtype AS "state type", NULLIF(aggmtranstype, 0)::regtype AS "moving state type",
                   NULLIF(aggsortop, 0)::regoperator AS "sort operator", format_type(prorettype, NULL) AS "return type",
                   (to_jsonb(a) - ARRAY['aggfnoid', 'aggtranstype', 'aggmtranstype', 'aggsortop'])::text AS definition
            FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc p ON p.oid = aggfnoid
            WHERE aggfnoid >= 16384""");

    private static final Aspect EVENT_TRIGGER =
            Aspect.of("event triggers", """
            SELECT 'event trigger ' || quote_ident(evtname), evtevent AS event, evtfoid::regprocedure AS function, %s,
                   %s AS tags, pg_get_userbyid(evtowner) AS owner
            FROM pg_catalog.pg_event_trigger""".formatted(enabled("evtenabled"), sorted("evttags")));

    private static final Aspect LANGUAGE = Aspect.of("languages", """
            SELECT 'language ' || quote_ident(lanname), pg_get_userbyid(lanowner) AS owner, lanpltrusted AS trusted,
                   NULLIF(lanplcallfoid, 0)::regproc AS handler, NULLIF(laninline, 0)::regproc AS inline,
                   NULLIF(lanvalidator, 0)::regproc AS validator, %s
            FROM pg_catalog.pg_language""".formatted(privileges("lanacl")));

    private static final Aspect CAST = Aspect.of("casts", """
            SELECT 'cast from ' || castsource::regtype || ' to ' || casttarget::regtype,
                   NULLIF(castfunc, 0)::regprocedure AS function, %s AS context, %s AS method
            FROM pg_catalog.pg_cast WHERE oid >= 16384""".formatted(
                    words("castcontext", "e", "explicit", "a", "assignment", "i", "implicit"),
                    words("castmethod", "f", "function", "i", "input and output", "b", "binary")));

    private static final Aspect TRANSFORM = Aspect.of("transforms", """
            SELECT 'transform for ' || trftype::regtype || ' language ' || quote_ident(lanname),
                   NULLIF(trffromsql, 0)::regproc AS "from SQL", NULLIF(trftosql, 0)::regproc AS "to SQL"
            FROM pg_catalog.pg_transform JOIN pg_catalog.pg_language l ON l.oid = trflang""");

    private static final Aspect CONVERSION = Aspect.of("conversions", """
            SELECT 'conversion ' || connamespace::regnamespace || '.' || quote_ident(conname), pg_get_userbyid(conowner) AS owner,
                   pg_encoding_to_char(conforencoding) AS "from", pg_encoding_to_char(contoencoding) AS "to",
                   conproc::regproc AS function, condefault AS "default"
            FROM pg_catalog.pg_conversion WHERE oid >= 16384""");

    private static final Aspect ACCESS_METHOD = Aspect.of("access methods", """
            SELECT 'access method ' || quote_ident(amname), amhandler::regproc AS handler, amtype AS type
            FROM pg_catalog.pg_am WHERE oid >= 16384""");

    static final List<Aspect> ALL =
            List.of(FUNCTION, AGGREGATE, EVENT_TRIGGER, LANGUAGE, CAST, TRANSFORM, CONVERSION, ACCESS_METHOD);

    private CodeAspects() {}
}
