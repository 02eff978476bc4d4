package com.example.shop;

import com.example.shop.audit.AuditLog;
import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Prices;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Reviews;
import com.example.shop.customers.Customer;
import com.example.shop.customers.Customers;
import com.example.shop.customers.Wishes;
import com.example.shop.ledger.Invoices;
import com.example.shop.ledger.Ledger;
import com.example.shop.ledger.Payments;
import com.example.shop.orders.Carts;
import com.example.shop.orders.Orders;
import com.example.shop.orders.Outbox;
import com.example.shop.orders.Shipments;
import com.example.shop.orders.Vouchers;
import com.example.shop.warehouse.Purchasing;
import com.example.shop.warehouse.Stock;
import com.example.shop.warehouse.Stocktakes;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** All parts of the shop on one database, and short ways to fill it. */
public final class Shop {

    public final Customers customers;
    public final Wishes wishes;
    public final Catalog catalog;
    public final Prices prices;
    public final Reviews reviews;
    public final Stock stock;
    public final Purchasing purchasing;
    public final Stocktakes stocktakes;
    public final Carts carts;
    public final Orders orders;
    public final Vouchers vouchers;
    public final Shipments shipments;
    public final Outbox outbox;
    public final Payments payments;
    public final Ledger ledger;
    public final Invoices invoices;
    public final AuditLog auditLog;

    public Shop(DataSource database) {
        customers = new Customers(database);
        wishes = new Wishes(database);
        catalog = new Catalog(database);
        prices = new Prices(database);
        reviews = new Reviews(database);
        stock = new Stock(database);
        purchasing = new Purchasing(database);
        stocktakes = new Stocktakes(database);
        carts = new Carts(database);
        orders = new Orders(database);
        vouchers = new Vouchers(database);
        shipments = new Shipments(database);
        outbox = new Outbox(database);
        payments = new Payments(database);
        ledger = new Ledger(database);
        invoices = new Invoices(database);
        auditLog = new AuditLog(database);
    }

    public Customer customer(String name) throws SQLException {
        return customers.register(name.toLowerCase(Locale.ROOT) + "@example.com", name);
    }

    public Product book(String name, String price, int inStock) throws SQLException {
        Product book = catalog.add("book", name, new BigDecimal(price));
        if (inStock > 0) {
            stock.receive(book.id(), inStock);
        }
        return book;
    }

    public long order(Customer customer, Product product, int quantity) throws SQLException {
        carts.put(customer.id(), product.id(), quantity);
        return orders.place(customer.id());
    }

    public long paidOrder(Customer customer, Product product, int quantity) throws SQLException {
        long order = order(customer, product, quantity);
        payments.pay(order, "CARD");
        return order;
    }
}
