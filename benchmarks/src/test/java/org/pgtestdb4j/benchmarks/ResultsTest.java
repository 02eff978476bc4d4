package org.pgtestdb4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void isATableForPeople() {
        results.add(new Result("clone: from \"t\"", 12.345, "ms", "CREATE DATABASE", 24.69));
        results.add(Result.alone("hash", 0.1234, "ms"));

        assertThat(results.toTable()).isEqualTo("""
                what             median  unit  compared with    median  ratio
                clone: from "t"    12.3  ms    CREATE DATABASE    24.7  0.500
                hash              0.123  ms""");
    }

    @Test
    void isJsonForPrograms() {
        results.add(new Result("clone: from \"t\"", 12.5, "ms", "CREATE DATABASE", 25.0));
        results.add(Result.alone("hash", 0.125, "ms"));

        assertThat(results.toJson()).isEqualTo("""
                [
                  {"name": "clone: from \\"t\\"", "value": 12.5, "unit": "ms", "peer": "CREATE DATABASE", "peerValue": 25.0, "ratio": 0.5},
                  {"name": "hash", "value": 0.125, "unit": "ms"}
                ]
                """);
    }
}
