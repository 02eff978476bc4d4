package org.pgtestdb4j.internal.clone;

/** A template is not there any more as it was found, so nothing was cloned. Whoever catches this can have it built anew. */
public final class LostTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostTemplateException(String message) {
        super(message);
    }
}
