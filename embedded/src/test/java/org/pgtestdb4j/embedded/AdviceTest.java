package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres: error while loading shared libraries: libxml2.so.2     | install it",
                "Error loading shared library libicuuc.so.74: No such file          | install it",
                "dyld: Library not loaded: @rpath/libssl.dylib                      | install it",
                "initdb: could not look up effective user ID 1000                   | /etc/passwd",
                "cp: error writing 'x': No space left on device                     | make some",
                "setpriv: failed to execute /c/bin/initdb: Permission denied        | pgtestdb4j.embedded.cache",
                "FATAL:  configuration file 'postgresql.conf' contains errors        | conf()",
                "initdb: error: invalid locale name 'xx_YY'                          | locale()",
                "FATAL:  something new                                              | damaged cache",
            })
    void fitsTheOutput(String output, String advice) {
        assertThat(Advice.on(output)).contains(advice).contains("pgtestdb4j.url");
    }
}
