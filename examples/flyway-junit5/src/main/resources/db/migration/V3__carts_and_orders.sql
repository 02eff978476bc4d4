CREATE TABLE cart_line (
    customer_id bigint  NOT NULL REFERENCES customer ON DELETE CASCADE,
    product_id  bigint  NOT NULL REFERENCES product,
    quantity    integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (customer_id, product_id)
);

CREATE TYPE order_status AS ENUM ('PLACED', 'PAID', 'SHIPPED', 'CANCELLED');

CREATE TABLE customer_order (
    id          bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint       NOT NULL REFERENCES customer,
    status      order_status NOT NULL DEFAULT 'PLACED',
    placed_at   timestamptz  NOT NULL DEFAULT now()
);

CREATE INDEX customer_order_customer ON customer_order (customer_id);

-- The packers look for these all day.
CREATE INDEX customer_order_to_pack ON customer_order (id) WHERE status = 'PAID';

CREATE TABLE order_line (
    order_id   bigint         NOT NULL REFERENCES customer_order ON DELETE CASCADE,
    product_id bigint         NOT NULL REFERENCES product,
    quantity   integer        NOT NULL CHECK (quantity > 0),
    unit_price numeric(10, 2) NOT NULL CHECK (unit_price > 0),
    PRIMARY KEY (order_id, product_id)
);
