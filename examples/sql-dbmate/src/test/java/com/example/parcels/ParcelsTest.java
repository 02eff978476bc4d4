package com.example.parcels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest(migrations = {"sql:db/migrations", "sql:src/test/seed"})
class ParcelsTest {

    private Parcels parcels;

    @BeforeEach
    void acceptOne(DataSource database) throws SQLException {
        parcels = new Parcels(database);
        parcels.accept("A-1");
    }

    @Test
    void aParcelIsWhereItWasSeenLast() throws SQLException {
        parcels.scan("A-1", "BRE");
        parcels.scan("A-1", "GDN");

        assertThat(parcels.whereabouts("A-1")).contains("Gdańsk");
    }

    @Test
    void aParcelThatNobodySawIsNowhere() throws SQLException {
        assertThat(parcels.whereabouts("A-1")).isEmpty();
    }

    @Test
    void onlyDepotsOfOursScan() {
        assertThatThrownBy(() -> parcels.scan("A-1", "XXX")).isInstanceOf(SQLException.class);
    }

    /** Every repetition has a database of its own, so the label is free in each. */
    @RepeatedTest(20)
    void aLabelIsTakenOnce() throws SQLException {
        parcels.accept("A-2");

        assertThatThrownBy(() -> parcels.accept("A-2"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("parcel_label_key");
    }
}
