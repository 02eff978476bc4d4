-- What generated classes name, and jOOQ cannot create
CREATE MATERIALIZED VIEW shop.totals AS SELECT customer_id, sum(total) AS total FROM shop.orders GROUP BY customer_id;
CREATE FUNCTION shop.add_two(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
CREATE FUNCTION shop.orders_of(customer bigint) RETURNS SETOF shop.orders LANGUAGE sql AS 'SELECT * FROM shop.orders WHERE customer_id = customer';
CREATE PROCEDURE shop.tidy() LANGUAGE sql AS 'DELETE FROM shop.orders';
