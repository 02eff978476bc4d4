package com.example.theatre;

/** Somebody else was faster. */
public final class TakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TakenException(Seat seat, Throwable cause) {
        super(seat + " is taken", cause);
    }
}
