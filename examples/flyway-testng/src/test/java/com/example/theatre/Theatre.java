package com.example.theatre;

import java.sql.SQLException;
import java.time.LocalDateTime;
import org.pgtestdb4j.TestDatabase;

/** The theatre on the database of the test that runs, and one performance in it. */
final class Theatre {

    static final LocalDateTime FRIDAY = LocalDateTime.of(2027, 3, 5, 0, 0);

    final Programme programme = new Programme(TestDatabase.current().dataSource());
    final Customers customers = new Customers(TestDatabase.current().dataSource());
    final BoxOffice boxOffice = new BoxOffice(TestDatabase.current().dataSource());
    final int hamlet;

    Theatre() throws SQLException {
        hamlet = programme.schedule(programme.addPlay("Hamlet", 240), FRIDAY.withHour(19));
    }

    int customer(String name) throws SQLException {
        return customers.register(name + "@example.com", name);
    }
}
