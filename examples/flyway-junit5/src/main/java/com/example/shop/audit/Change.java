package com.example.shop.audit;

/** What happened to a row. */
public record Change(String table, String operation) {}
