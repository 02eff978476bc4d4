package org.pgtestdb4j.sqldir.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    @Test
    void countsNumbersAsNumbersHoweverLong() {
        List<String> sorted = List.of(
                "1/a.sql",
                "2/a.sql",
                "2/b.sql",
                "2_z.sql",
                "0009-x.sql",
                "10/a.sql",
                "00010-x.sql",
                "20240131120000_14.sql",
                "1706702400000000_16.sql",
                "17067024000000000_17.sql",
                "9223372036854775808_x.sql",
                "99999999999999999999_x.sql",
                "V1.sql",
                "a.sql",
                "a1.sql",
                "a02.sql",
                "a10.sql");
        for (int seed = 0; seed < 50; seed++) {
            List<String> shuffled = new ArrayList<>(sorted);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(NaturalOrder.PATHS);
            assertThat(shuffled).as("seed %d", seed).isEqualTo(sorted);
        }
    }

    @Test
    void leavesNoTwoPathsEqual() {
        assertThat(NaturalOrder.PATHS.compare("01.sql", "1.sql")).isNotZero();
        assertThat(NaturalOrder.PATHS.compare("01.sql", "1.sql"))
                .isEqualTo(-NaturalOrder.PATHS.compare("1.sql", "01.sql"));
    }
}
