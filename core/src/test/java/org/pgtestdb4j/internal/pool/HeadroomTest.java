package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadroomTest {

    @Test
    void leavesAQuarterOfTheConnectionsToOthers() {
        assertThat(Headroom.leavesEnough(72, 97)).isTrue();
        assertThat(Headroom.leavesEnough(73, 97)).isFalse();
    }

    @Test
    void leavesAFewConnectionsOnASmallServerToo() {
        assertThat(Headroom.leavesEnough(8, 17)).isTrue();
        assertThat(Headroom.leavesEnough(9, 17)).isFalse();
        assertThat(Headroom.leavesEnough(0, 5)).isFalse();
    }
}
