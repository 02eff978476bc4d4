package com.example.shop.orders;

/** Something that other systems want to hear of. */
public record Event(long id, String topic, long orderId) {}
