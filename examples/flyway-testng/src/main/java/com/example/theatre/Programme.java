package com.example.theatre;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import javax.sql.DataSource;

/** What is played, and when. */
public final class Programme {

    private final Sql sql;

    public Programme(DataSource database) {
        sql = new Sql(database);
    }

    public int addPlay(String title, int minutes) throws SQLException {
        return sql.first(
                        "INSERT INTO play (title, minutes) VALUES (?, ?) RETURNING id",
                        row -> row.getInt(1),
                        title,
                        minutes)
                .orElseThrow();
    }

    public int schedule(int play, LocalDateTime starts) throws SQLException {
        return sql.first(
                        "INSERT INTO performance (play, starts) VALUES (?, ?) RETURNING id",
                        row -> row.getInt(1),
                        play,
                        starts)
                .orElseThrow();
    }

    public void takeOffSale(int performance) throws SQLException {
        sql.update("UPDATE performance SET on_sale = false WHERE id = ?", performance);
    }

    /** The titles of a day, in the order in which they begin. */
    public List<String> on(LocalDateTime midnight) throws SQLException {
        return sql.list("""
                SELECT title
                  FROM performance JOIN play ON play.id = performance.play
                 WHERE starts >= ? AND starts < ?
                 ORDER BY starts
                """, row -> row.getString(1), midnight, midnight.plusDays(1));
    }
}
