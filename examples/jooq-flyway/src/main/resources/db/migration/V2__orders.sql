CREATE TABLE customer_order (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer text NOT NULL,
    day date NOT NULL
);

CREATE TABLE order_line (
    order_id bigint NOT NULL REFERENCES customer_order ON DELETE CASCADE,
    product_id int NOT NULL REFERENCES product,
    quantity int NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, product_id)
);

-- Sums nothing that jOOQ could not, but a view, a function and a trigger are where generated classes end
CREATE VIEW order_total AS
SELECT order_id, sum(quantity * price) AS total
FROM order_line
JOIN product ON product.id = product_id
GROUP BY order_id;

CREATE FUNCTION no_orders_on_mondays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF extract(isodow FROM NEW.day) = 1 THEN
        RAISE EXCEPTION 'closed on Mondays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER no_orders_on_mondays BEFORE INSERT ON customer_order
FOR EACH ROW EXECUTE FUNCTION no_orders_on_mondays();
