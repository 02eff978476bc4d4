-- Or nobody could read it before it is refreshed for the first time.
REFRESH MATERIALIZED VIEW best_seller;
