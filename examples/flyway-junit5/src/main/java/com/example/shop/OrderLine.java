package com.example.shop;

import java.math.BigDecimal;

public record OrderLine(long productId, int quantity, BigDecimal unitPrice) {}
