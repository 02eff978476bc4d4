package org.pgtestdb4j.internal.registry;

/** How people remove what we made on a server, where we cannot tell any more what that is. */
public final class Removal {

    /** For psql, to be run by the admin while no tests run. Names alone prove nothing, so it is people who decide. */
    public static final String SCRIPT = """
            SELECT format('ALTER DATABASE %I IS_TEMPLATE false', datname) FROM pg_database WHERE datname ~ '^pgtestdb4j_t_' AND datistemplate \\gexec
            SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname ~ '^pgtestdb4j(_[bcrt]_[0-9a-f_]+)?$' \\gexec
            SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname ~ '^pgtestdb4j_test' \\gexec
            """;

    /** The script with what must be said about it. */
    static final String ADVICE =
            "This removes what pgtestdb4j made on the server, kept databases too; run it in psql as the admin, while no tests run:\n"
                    + SCRIPT.indent(4).stripTrailing();

    private Removal() {}
}
