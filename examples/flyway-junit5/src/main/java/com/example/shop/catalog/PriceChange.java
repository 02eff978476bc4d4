package com.example.shop.catalog;

import java.math.BigDecimal;

public record PriceChange(BigDecimal from, BigDecimal to, BigDecimal percent) {}
