package com.example.shop.orders;

public record CartLine(long productId, int quantity) {}
