package com.example.theatre;

/** Somebody else has a seat that was asked for. */
public final class SoldOutException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SoldOutException(String message, Throwable cause) {
        super(message, cause);
    }
}
