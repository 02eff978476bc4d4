package com.example.shop.warehouse;

/** There is less on the shelf than somebody wants. */
public final class OutOfStockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutOfStockException(long productId, int wanted) {
        super("fewer than " + wanted + " left of product " + productId);
    }
}
