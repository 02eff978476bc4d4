package com.example.shop;

public record Customer(long id, String email, String name) {}
