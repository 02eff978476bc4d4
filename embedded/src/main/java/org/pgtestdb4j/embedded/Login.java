package org.pgtestdb4j.embedded;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How somebody logs in to a server of one's own.
 *
 * @param port where it listens
 * @param user a role
 * @param password its password
 * @param database a database
 */
record Login(int port, String user, String password, String database) {

    static Login of(Access access) {
        return new Login(access.port(), Seed.SUPERUSER, access.secret().password(), "postgres");
    }

    String host() {
        return Access.HOST;
    }

    Login to(String otherDatabase) {
        return new Login(port, user, password, otherDatabase);
    }

    String url() {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + encoded(database) + "?user=" + encoded(user)
                + "&password=" + encoded(password) + "&sslmode=disable";
    }

    URI libpqUri() {
        return URI.create("postgresql://" + encoded(user) + ":" + encoded(password) + "@" + host() + ":" + port + "/"
                + encoded(database));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        return source;
    }

    Connection connect() throws SQLException {
        return Objects.requireNonNull(new Driver().connect(url(), new Properties()));
    }

    @Override
    public String toString() {
        return user + "@" + host() + ":" + port + "/" + database;
    }
}
