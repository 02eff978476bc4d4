package com.example.shop.ledger;

import java.math.BigDecimal;

/** One side of a booking. */
public record Posting(int account, BigDecimal amount) {

    public static Posting debit(int account, String amount) {
        return new Posting(account, new BigDecimal(amount));
    }

    public static Posting credit(int account, String amount) {
        return new Posting(account, new BigDecimal(amount).negate());
    }
}
