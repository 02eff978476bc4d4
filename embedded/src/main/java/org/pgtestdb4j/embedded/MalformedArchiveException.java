package org.pgtestdb4j.embedded;

import java.io.IOException;

/** An archive does not hold what it should. */
final class MalformedArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedArchiveException(String message) {
        super(message);
    }
}
