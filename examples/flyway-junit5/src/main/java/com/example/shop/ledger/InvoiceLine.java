package com.example.shop.ledger;

import java.math.BigDecimal;

public record InvoiceLine(String words, BigDecimal amount, BigDecimal tax, BigDecimal net) {}
