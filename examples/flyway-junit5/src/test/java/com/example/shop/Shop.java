package com.example.shop;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** All parts of the shop on one database, and short ways to fill it. */
final class Shop {

    final Customers customers;
    final Catalog catalog;
    final Stock stock;
    final Carts carts;
    final Orders orders;
    final Payments payments;
    final Shipments shipments;
    final Reviews reviews;
    final Outbox outbox;

    Shop(DataSource database) {
        customers = new Customers(database);
        catalog = new Catalog(database);
        stock = new Stock(database);
        carts = new Carts(database);
        orders = new Orders(database);
        payments = new Payments(database);
        shipments = new Shipments(database);
        reviews = new Reviews(database);
        outbox = new Outbox(database);
    }

    Customer customer(String name) throws SQLException {
        return customers.register(name.toLowerCase(Locale.ROOT) + "@example.com", name);
    }

    Product book(String name, String price, int inStock) throws SQLException {
        Product book = catalog.add("book", name, new BigDecimal(price));
        stock.receive(book.id(), inStock);
        return book;
    }

    long order(Customer customer, Product product, int quantity) throws SQLException {
        carts.put(customer.id(), product.id(), quantity);
        return orders.place(customer.id());
    }

    long paidOrder(Customer customer, Product product, int quantity) throws SQLException {
        long order = order(customer, product, quantity);
        payments.pay(order, "CARD");
        return order;
    }
}
