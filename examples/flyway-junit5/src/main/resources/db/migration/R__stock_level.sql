CREATE OR REPLACE VIEW warehouse.stock_level AS
SELECT product.id AS product_id, product.name, sum(stock.quantity)::integer AS quantity
FROM product JOIN warehouse.stock ON stock.product_id = product.id
GROUP BY product.id;
