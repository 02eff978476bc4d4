package com.example.shop.catalog;

public record Review(long customerId, int stars, String words) {}
