package org.pgtestdb4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

    @Test
    void aFreshJvmDoesOneRound() throws Exception {
        try (Contender contender = ChildJvm.fresh(classPath(), Counter.class.getName(), () -> List.of("10", ""))) {
            assertThat(contender.once()).isEqualTo(11);
            assertThat(contender.once()).isEqualTo(11);
        }
    }

    @Test
    void aStandingJvmDoesAllRounds() throws Exception {
        try (Contender contender = ChildJvm.standing(classPath(), Counter.class.getName(), List.of("10", ""))) {
            assertThat(contender.once()).isEqualTo(11);
            assertThat(contender.once()).isEqualTo(12);
        }
    }

    @Test
    void aContenderThatFailsEndsTheRun() throws Exception {
        Contender contender = ChildJvm.standing(classPath(), Counter.class.getName(), List.of("10", "fail"));

        assertThatThrownBy(contender::once).isInstanceOf(IOException.class).hasMessageContaining("has ended");
        assertThatThrownBy(contender::close).isInstanceOf(IOException.class).hasMessageContaining("failed");
    }

    /** Surefire keeps it elsewhere than Java does. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", ChildJvm.ownClassPath());
    }

    /** Says how often it was asked, and prints what is no answer. */
    public static final class Counter implements Contender {

        private final boolean fails;
        private int count;

        public Counter(List<String> arguments) {
            this.count = Integer.parseInt(arguments.get(0));
            this.fails = arguments.size() > 1 && arguments.get(1).equals("fail");
        }

        @Override
        public double once() {
            if (fails) {
                throw new IllegalStateException("as it was told");
            }
            System.out.println("working");
            return ++count;
        }
    }
}
