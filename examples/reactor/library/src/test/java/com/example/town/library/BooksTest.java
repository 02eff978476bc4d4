package com.example.town.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class BooksTest {

    @RepeatedTest(3)
    void numbersTheNextBook(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("INSERT INTO book (title) VALUES ('Amerika') RETURNING id")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(3); // in every test, since each has rows of its own
        }
    }
}
