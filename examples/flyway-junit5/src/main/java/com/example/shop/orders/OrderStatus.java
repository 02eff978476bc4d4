package com.example.shop.orders;

/** The values of the enum {@code order_status}. */
public enum OrderStatus {
    PLACED,
    PAID,
    SHIPPED,
    CANCELLED
}
