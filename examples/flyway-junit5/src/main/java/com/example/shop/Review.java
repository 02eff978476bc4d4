package com.example.shop;

public record Review(long customerId, int stars, String words) {}
