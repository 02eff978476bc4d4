package com.example.shop.customers;

public record Address(String street, String postalCode, String city, String country) {}
