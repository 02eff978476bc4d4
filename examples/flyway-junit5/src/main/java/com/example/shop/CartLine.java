package com.example.shop;

public record CartLine(long productId, int quantity) {}
