package com.example.shop.orders;

import java.math.BigDecimal;

public record OrderLine(long productId, int quantity, BigDecimal unitPrice) {}
