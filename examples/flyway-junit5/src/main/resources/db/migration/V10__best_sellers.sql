CREATE MATERIALIZED VIEW best_seller AS
SELECT product.category_code, product.id AS product_id, sum(line.quantity)::integer AS sold
FROM order_line line
JOIN customer_order placed ON placed.id = line.order_id AND placed.status IN ('PAID', 'SHIPPED')
JOIN product ON product.id = line.product_id
GROUP BY product.id
WITH NO DATA;

CREATE UNIQUE INDEX best_seller_product ON best_seller (product_id);
