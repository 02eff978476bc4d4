package org.pgtestdb4j.internal.jdbc;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pgtestdb4j.ConfigurationException;

/**
 * Where a database is and how to log in, in the two spellings that exist: {@code jdbc:postgresql:} for JDBC drivers and
 * {@code postgresql:} for everything else.
 *
 * @param host a name or an address, without the brackets of IPv6
 * @param port a TCP port
 * @param database the database's name
 * @param user a role's name; empty where none is said
 * @param password in clear; empty where none is said
 * @param parameters further parameters, as the one who wrote the url spelled them
 */
public record JdbcUrl(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final int LAST_PORT = 65_535;

    /** scheme, user info, host (IPv6 in brackets), port, database, parameters. */
    private static final Pattern URL = Pattern.compile("(?:jdbc:postgresql|postgresql|postgres)://"
            + "(?:(?<info>[^@/?]*)@)?(?<host>\\[[^]]+]|[^:/?@,\\[\\]]+)(?::(?<port>\\d{1,5}))?"
            + "(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?");

    /** Copies the parameters. */
    public JdbcUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a url of either spelling.
     *
     * @param url as a user wrote it
     * @return its parts; the database is {@code postgres} where none is said
     * @throws ConfigurationException if it is neither spelling; the message does not repeat the url, for it may hold a password
     */
    public static JdbcUrl parse(String url) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            throw new ConfigurationException(
                    "pgtestdb4j.url is not understood. Write jdbc:postgresql://host:5432/postgres?user=…&password=… "
                            + "or postgres://user:password@host:5432/postgres, with one host.");
        }
        int port = Optional.ofNullable(matcher.group("port"))
                .map(Integer::parseInt)
                .orElse(DEFAULT_PORT);
        if (port < 1 || port > LAST_PORT) {
            throw new ConfigurationException(
                    "pgtestdb4j.url has the port " + port + ", but ports are 1 to " + LAST_PORT + ".");
        }
        Map<String, String> parameters = parseParameters(matcher.group("parameters"));
        String[] info = Optional.ofNullable(matcher.group("info")).orElse("").split(":", 2);
        String userOfUrl = decode(info[0]);
        String passwordOfUrl = info.length > 1 ? decode(info[1]) : "";
        String user = Optional.ofNullable(parameters.remove("user")).orElse(userOfUrl);
        String password = Optional.ofNullable(parameters.remove("password")).orElse(passwordOfUrl);
        String database = decode(Optional.ofNullable(matcher.group("database")).orElse(""));
        return new JdbcUrl(
                matcher.group("host").replaceAll("[\\[\\]]", ""),
                port,
                database.isEmpty() ? "postgres" : database,
                user,
                password,
                parameters);
    }

    /** Returns the url for JDBC drivers, complete with user and password. */
    public String toJdbc() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", user);
        all.put("password", password);
        all.putAll(parameters);
        return toJdbcWithoutLogin() + "?" + joined(all);
    }

    /** Returns the url for JDBC drivers without anything behind the database. */
    public String toJdbcWithoutLogin() {
        return "jdbc:postgresql://" + hostAndPort() + "/" + encode(database);
    }

    /** Returns the uri for libpq, complete with user and password. */
    public URI toLibpq() {
        return URI.create("postgresql://" + encode(user) + ":" + encode(password) + "@" + hostAndPort() + "/"
                + encode(database) + libpqParameters());
    }

    /** Returns the uri for libpq without the password, fit for being shown. */
    public URI toLibpqWithoutPassword() {
        return URI.create(
                "postgresql://" + encode(user) + "@" + hostAndPort() + "/" + encode(database) + libpqParameters());
    }

    /** Returns the url for R2DBC drivers, complete with user and password. */
    public String toR2dbc() {
        return "r2dbc:postgresql://" + encode(user) + ":" + encode(password) + "@" + hostAndPort() + "/"
                + encode(database)
                + Optional.ofNullable(parameters.get("sslmode"))
                        .map(mode -> "?sslMode=" + mode)
                        .orElse("");
    }

    /** sslmode is the one parameter that both worlds spell and mean alike; the driver's others would be errors in libpq. */
    private String libpqParameters() {
        return Optional.ofNullable(parameters.get("sslmode"))
                .map(mode -> "?sslmode=" + mode)
                .orElse("");
    }

    private String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static Map<String, String> parseParameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(text).orElse("").split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String joined(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Names the database and the user; password and parameters may be secret. */
    @Override
    public String toString() {
        return toLibpqWithoutPassword().toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "pgtestdb4j.url has a % that is not followed by two hex digits. Write %25 for a plain %.", e);
        }
    }
}
