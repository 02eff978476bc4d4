/** Money: payments, double-entry bookkeeping, invoices, exchange rates. */
package com.example.shop.ledger;
