package org.pgtestdb4j.internal.diff;

import static org.pgtestdb4j.internal.diff.Aspect.privileges;
import static org.pgtestdb4j.internal.diff.Aspect.sorted;

import java.util.List;

/** What leads to other servers. Foreign tables are relations. */
final class ForeignAspects {

    private static final Aspect WRAPPER =
            Aspect.of("foreign data wrappers", """
            SELECT 'foreign data wrapper ' || quote_ident(fdwname), pg_get_userbyid(fdwowner) AS owner,
                   NULLIF(fdwhandler, 0)::regproc AS handler, NULLIF(fdwvalidator, 0)::regproc AS validator,
                   %s AS options, %s
            FROM pg_catalog.pg_foreign_data_wrapper""".formatted(sorted("fdwoptions"), privileges("fdwacl")));

    private static final Aspect SERVER =
            Aspect.of("foreign servers", """
            SELECT 'foreign server ' || quote_ident(srvname), pg_get_userbyid(srvowner) AS owner,
                   (SELECT fdwname FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid = srvfdw) AS wrapper,
                   srvtype AS type, srvversion AS version, %s AS options, %s
            FROM pg_catalog.pg_foreign_server""".formatted(sorted("srvoptions"), privileges("srvacl")));

    /** Of options only a digest: they are credentials. Who may not see them reads that there are hidden ones. */
    private static final Aspect USER_MAPPING = Aspect.of("user mappings", """
            SELECT 'user mapping of ' || quote_ident(usename) || ' on server ' || quote_ident(srvname),
                   (SELECT string_agg(split_part(option, '=', 1) || ' (digest ' || left(md5(option), 8) || ')',
                                      ' ' ORDER BY option COLLATE "C") FROM unnest(umoptions) option) AS options
            FROM pg_catalog.pg_user_mappings""");

    static final List<Aspect> ALL = List.of(WRAPPER, SERVER, USER_MAPPING);

    private ForeignAspects() {}
}
