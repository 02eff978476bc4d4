package org.pgtestdb4j.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void quotesIdentifiers() {
        assertThat(Sql.identifier("plain")).isEqualTo("\"plain\"");
        assertThat(Sql.identifier("Upper case")).isEqualTo("\"Upper case\"");
        assertThat(Sql.identifier("a\"; DROP ROLE b; --")).isEqualTo("\"a\"\"; DROP ROLE b; --\"");
        assertThat(Sql.identifier("\"\"")).isEqualTo("\"\"\"\"\"\"");
        assertThat(Sql.identifier("it's a\\b")).isEqualTo("\"it's a\\b\"");
    }

    @Test
    void quotesLiterals() {
        assertThat(Sql.literal("")).isEqualTo("''");
        assertThat(Sql.literal("plain \"text\" $1 ?")).isEqualTo("'plain \"text\" $1 ?'");
        assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
        assertThat(Sql.literal("''")).isEqualTo("''''''");
    }

    @Test
    void quotesBackslashesSoThatNoSettingChangesTheirMeaning() {
        assertThat(Sql.literal("a\\b")).isEqualTo(" E'a\\\\b'");
        assertThat(Sql.literal("\\'; DROP ROLE b; --")).isEqualTo(" E'\\\\''; DROP ROLE b; --'");
    }
}
