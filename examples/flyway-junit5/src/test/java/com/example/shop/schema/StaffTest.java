package com.example.shop.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** A department needs a head and the head a department: the cycle is checked when the transaction ends. */
@PgTest
class StaffTest {

    private Database database;

    @BeforeEach
    void open(DataSource source) {
        database = new Database(source);
    }

    @Test
    void aDepartmentComesTogetherWithItsHead() throws SQLException {
        database.inTransaction(session -> {
            session.update("INSERT INTO department (code, head_id) VALUES ('IT', 2)");
            return session.update("INSERT INTO employee (name, department) VALUES ('Charles', 'IT')");
        });

        assertThat(database.<String>one(
                        "SELECT name FROM employee JOIN department ON head_id = id WHERE code = 'IT'",
                        row -> row.getString("name")))
                .isEqualTo("Charles");
    }

    @Test
    void aDepartmentDoesNotComeWithoutAHead() {
        assertThatThrownBy(() -> database.update("INSERT INTO department (code, head_id) VALUES ('IT', 2)"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("department_head_fkey");
    }

    @Test
    void aHeadCannotJustLeave() {
        assertThatThrownBy(() -> database.update("DELETE FROM employee WHERE name = 'Bertha'"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("department_head_fkey");
    }

    @Test
    void nobodyIsTheirOwnBoss() {
        assertThatThrownBy(() -> database.update("UPDATE employee SET boss_id = id"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("employee_check");
    }
}
