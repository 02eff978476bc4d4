package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.fixture.TestServer;

/** What a database that was used is, for the test that gets it next. */
class TrapsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static Proof proof;

    @BeforeAll
    static void open() {
        proof = new Proof(SERVER::external, SERVER::urlOf);
    }

    @AfterAll
    static void close() throws Exception {
        proof.close();
        SERVER.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void leaveNothing(Traps trap) throws Exception {
        Proof.Next next = proof.after(trap);

        assertThat(next.difference()).isEmpty();
        assertThat(next.recycled()).isEqualTo(trap.isRecycled());
    }
}
