CREATE OR REPLACE VIEW order_total AS
SELECT placed.id                                            AS order_id,
       placed.status,
       coalesce(sum(line.quantity), 0)::integer             AS items,
       round(coalesce(sum(line.amount), 0) * (100 - coalesce(max(voucher.percent), 0)) / 100, 2) AS total
FROM customer_order placed
LEFT JOIN order_line line ON line.order_id = placed.id
LEFT JOIN voucher_redemption redeemed ON redeemed.order_id = placed.id
LEFT JOIN voucher ON voucher.code = redeemed.code
GROUP BY placed.id;
