package org.pgtestdb4j.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlJournalTest {

    private static SqlJournal journal(int limit) {
        return new SqlJournal(limit, Secrets.of("s3cret", ""));
    }

    @Test
    void remembersTheLastOnes() {
        SqlJournal journal = journal(3);
        for (int i = 1; i <= 5; i++) {
            journal.begin("SELECT " + i).succeeded();
        }
        assertThat(journal.last()).containsExactly("SELECT 3", "SELECT 4", "SELECT 5");
        assertThat(journal.count()).isEqualTo(5);
    }

    @Test
    void saysWhatBecameOfThem() {
        SqlJournal journal = journal(3);
        journal.begin("SELECT 1").succeeded();
        journal.begin("SELECT 1/0").failed("22012");
        journal.begin("SELECT pg_sleep(9)");

        assertThat(journal.last())
                .containsExactly(
                        "SELECT 1", "SELECT 1/0 -- failed, SQLSTATE 22012", "SELECT pg_sleep(9) -- has not ended");
    }

    @Test
    void putsEachIntoOneLineOfBoundedLength() {
        SqlJournal journal = journal(2);
        journal.begin("SELECT\n    1,\r\n\t2").succeeded();
        journal.begin("x".repeat(10_000)).succeeded();

        assertThat(journal.last().get(0)).isEqualTo("SELECT 1, 2");
        assertThat(journal.last().get(1)).hasSize(501).endsWith("x…");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CREATE ROLE r PASSWORD 'it''s' LOGIN                | CREATE ROLE r PASSWORD *** LOGIN
            ALTER USER r WITH ENCRYPTED password E'a\\nb'        | ALTER USER r WITH ENCRYPTED password ***
            CREATE ROLE r PASSWORD $x$a'b$x$                    | CREATE ROLE r PASSWORD ***
            UPDATE account SET password = 'hash', name = 'n'    | UPDATE account SET password = ***, name = 'n'
            UPDATE account SET password = ('hash')              | UPDATE account SET password = (***)
            UPDATE account SET user_password='hash'             | UPDATE account SET user_password=***
            SELECT dblink('host=h password=abc user=u')         | SELECT dblink('host=h password=*** user=u')
            SELECT login(password => 'abc')                     | SELECT login(password => ***)
            SELECT 's3cret', 'x'                                | SELECT '***', 'x'
            SELECT password FROM account WHERE id = 'a'         | SELECT password FROM account WHERE id = 'a'
            CREATE TABLE a (password text)                      | CREATE TABLE a (password text)
            """)
    void hidesPasswords(String sql, String shown) {
        SqlJournal journal = journal(1);
        journal.begin(sql).succeeded();
        assertThat(journal.last()).containsExactly(shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {490, 495, 500})
    void hidesPasswordsThatAreCutInTheMiddle(int before) {
        SqlJournal journal = journal(1);
        journal.begin("x".repeat(before) + "s3cret").succeeded();
        assertThat(journal.last().get(0)).doesNotContain("s3c");
    }
}
