package org.pgtestdb4j.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.postgresql.Driver;

class JdbcUrlTest {

    private static final String SECRET = "s3cret-word";

    @Test
    void readsTheSpellingOfJdbc() {
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://db.example:6432/shop?user=admin&password=pw&sslmode=require");

        assertThat(url).isEqualTo(new JdbcUrl("db.example", 6432, "shop", "admin", "pw", Map.of("sslmode", "require")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgresql"})
    void readsTheSpellingOfLibpq(String scheme) {
        JdbcUrl url = JdbcUrl.parse(scheme + "://admin:pw@db.example:6432/shop?sslmode=require");

        assertThat(url).isEqualTo(new JdbcUrl("db.example", 6432, "shop", "admin", "pw", Map.of("sslmode", "require")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h",
                "postgres://h",
                "postgres://h/",
                "jdbc:postgresql://h/?",
                "  postgres://h\n"
            })
    void fillsInPortAndDatabase(String text) {
        assertThat(JdbcUrl.parse(text)).isEqualTo(new JdbcUrl("h", 5432, "postgres", "", "", Map.of()));
    }

    @Test
    void prefersUserAndPasswordOfTheParameters() {
        JdbcUrl url = JdbcUrl.parse("postgres://one:first@h/db?user=two&password=second");

        assertThat(url.user()).isEqualTo("two");
        assertThat(url.password()).isEqualTo("second");
        assertThat(url.parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://[::1]:6432/db", "postgres://[::1]:6432/db"})
    void takesTheBracketsOffAnAddressOfVersionSixAndPutsThemBack(String text) {
        JdbcUrl url = JdbcUrl.parse(text);

        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(6432);
        assertThat(url.toJdbcWithoutLogin()).isEqualTo("jdbc:postgresql://[::1]:6432/db");
        assertThat(url.toLibpqWithoutPassword()).isEqualTo(URI.create("postgresql://@[::1]:6432/db"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                " ends with blanks ",
                "a+b",
                "100%",
                "%41",
                "it's \"quoted\"",
                "a&b=c?d#e",
                "u:p@h:1/d",
                "back\\slash",
                "pässwörd",
                "emoji \uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69",
                "[::1]",
                "$1{x}"
            })
    void carriesAnyTextThroughBothSpellings(String text) {
        JdbcUrl url = new JdbcUrl("localhost", 5432, text, text, text, Map.of("options", text));

        assertThat(JdbcUrl.parse(url.toJdbc())).isEqualTo(url);
        JdbcUrl throughLibpq = JdbcUrl.parse(url.toLibpq().toString());
        assertThat(throughLibpq).isEqualTo(new JdbcUrl("localhost", 5432, text, text, text, Map.of()));
        assertThat(url.toR2dbc()).isEqualTo("r2dbc:" + url.toLibpq());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "100%", "it's \"quoted\"", "a&b=c?d#e", "u:p@h:1/d", "\uD83D\uDE00"})
    void isUnderstoodByTheDriverInTheSameWay(String text) {
        JdbcUrl url = new JdbcUrl("::1", 6432, text, text, text, Map.of("options", text));

        Properties driver = Driver.parseURL(url.toJdbc(), null);

        assertThat(driver)
                .containsEntry("PGDBNAME", text)
                .containsEntry("PGPORT", "6432")
                .containsEntry("user", text)
                .containsEntry("password", text)
                .containsEntry("options", text);
    }

    @Test
    void takesAPlusForAPlus() {
        assertThat(JdbcUrl.parse("postgres://a+b:c+d@h/e+f?password=g+h")).satisfies(url -> {
            assertThat(url.user()).isEqualTo("a+b");
            assertThat(url.password()).isEqualTo("g+h");
            assertThat(url.database()).isEqualTo("e+f");
        });
    }

    @Test
    void takesOnlyTheFirstSeparatorForOne() {
        JdbcUrl url = JdbcUrl.parse("postgres://u:a:b@h/db?options=-c work_mem=1MB");

        assertThat(url.password()).isEqualTo("a:b");
        assertThat(url.parameters()).isEqualTo(Map.of("options", "-c work_mem=1MB"));
    }

    @Test
    void takesAnEmptyPasswordForNone() {
        assertThat(JdbcUrl.parse("postgres://admin:@h/db").password()).isEmpty();
        assertThat(JdbcUrl.parse("postgres://admin@h/db").password()).isEmpty();
    }

    @Test
    void givesLibpqNoParameterThatIsAnErrorThere() {
        JdbcUrl url = new JdbcUrl("h", 1, "d", "u", "p", Map.of("sslmode", "disable", "assumeMinServerVersion", "14"));

        assertThat(url.toLibpq()).isEqualTo(URI.create("postgresql://u:p@h:1/d?sslmode=disable"));
        assertThat(url.toR2dbc()).isEqualTo("r2dbc:postgresql://u:p@h:1/d?sslMode=disable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "jdbc:mysql://h/db?password=" + SECRET,
                "mysql://u:" + SECRET + "@h/db",
                "jdbc:postgresql:db?password=" + SECRET,
                "postgres://u:" + SECRET + "@h1,h2/db",
                "postgres://u:" + SECRET + "@h1:1,h2:2/db",
                "jdbc:postgresql://h1:1,[::1]:2/db?password=" + SECRET,
                "postgres://u:" + SECRET + "@h:port/db",
                "postgres://u:" + SECRET + "@h:123456/db",
                "postgres://u:" + SECRET + "@h:0/db",
                "postgres://u:" + SECRET + "@h:65536/db",
                "postgres://u:" + SECRET + "@x@h/db",
                "postgres://u:" + SECRET + "%zz@h/db",
                "jdbc:postgresql://h/db?user=u&password=" + SECRET + "%",
            })
    void refusesEverythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> JdbcUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pgtestdb4j.url ")
                .satisfies(JdbcUrlTest::holdsNoSecret);
    }

    private static void holdsNoSecret(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            assertThat(link.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void saysHowToWriteAUrlAndThatItMayHaveOneHost() {
        assertThatThrownBy(() -> JdbcUrl.parse("h1,h2"))
                .hasMessageContainingAll("jdbc:postgresql://", "postgres://", "one host");
    }

    @Test
    void tellsHowToWriteAPercentSign() {
        assertThatThrownBy(() -> JdbcUrl.parse("postgres://u:50%@h/db")).hasMessageContaining("%25");
    }

    @Test
    void showsNoPassword() {
        JdbcUrl url = new JdbcUrl("h", 5432, "d", "u", SECRET, Map.of("sslpassword", SECRET));

        assertThat(url.toString()).contains("h:5432", "d", "u").doesNotContain(SECRET);
        assertThat(url.toJdbcWithoutLogin()).doesNotContain(SECRET);
        assertThat(url.toLibpqWithoutPassword().toString()).doesNotContain(SECRET);
    }
}
