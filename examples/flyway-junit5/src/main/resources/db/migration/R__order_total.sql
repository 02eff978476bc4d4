CREATE OR REPLACE VIEW order_total AS
SELECT o.id                                          AS order_id,
       o.status,
       coalesce(sum(l.quantity), 0)::integer         AS items,
       coalesce(sum(l.quantity * l.unit_price), 0.00) AS total
FROM customer_order o
LEFT JOIN order_line l ON l.order_id = o.id
GROUP BY o.id;
