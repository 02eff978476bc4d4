package com.example.shop.customers;

public record Customer(long id, String email, String name) {}
