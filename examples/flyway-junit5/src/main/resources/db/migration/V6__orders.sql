CREATE TABLE cart_line (
    customer_id bigint  NOT NULL REFERENCES customer ON DELETE CASCADE,
    product_id  bigint  NOT NULL REFERENCES product,
    quantity    integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (customer_id, product_id)
);

CREATE TABLE wish (
    customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    words       text   NOT NULL DEFAULT '',
    PRIMARY KEY (customer_id, product_id)
);

-- Wishes are secret: a session sees those of the customer it says it works for, whoever owns the table.
ALTER TABLE wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE wish FORCE ROW LEVEL SECURITY;
CREATE POLICY wish_of_customer ON wish
    USING (customer_id = nullif(current_setting('shop.customer', true), '')::bigint);

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
    unit_price positive_price NOT NULL,
    amount     numeric(12, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    PRIMARY KEY (order_id, product_id)
);

-- The ways an order can go.
CREATE TABLE order_step (
    from_status order_status NOT NULL,
    to_status   order_status NOT NULL,
    PRIMARY KEY (from_status, to_status)
);

INSERT INTO order_step (from_status, to_status) VALUES
    ('PLACED', 'PAID'), ('PLACED', 'CANCELLED'), ('PAID', 'PLACED'), ('PAID', 'SHIPPED');

CREATE TABLE order_status_change (
    id         bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   bigint       NOT NULL REFERENCES customer_order ON DELETE CASCADE,
    status     order_status NOT NULL,
    changed_at timestamptz  NOT NULL DEFAULT clock_timestamp()
);

-- Events for other systems, stored together with what they tell of and published later.
CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text        NOT NULL,
    order_id     bigint      NOT NULL REFERENCES customer_order ON DELETE CASCADE,
    published_at timestamptz
);

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;

CREATE FUNCTION check_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM order_step WHERE from_status = OLD.status AND to_status = NEW.status) THEN
        RAISE 'an order that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER order_takes_a_step BEFORE UPDATE OF status ON customer_order
    FOR EACH ROW EXECUTE FUNCTION check_step();

CREATE FUNCTION tell_about_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_status_change (order_id, status) VALUES (NEW.id, NEW.status);
    INSERT INTO outbox (topic, order_id) VALUES ('order.' || lower(NEW.status::text), NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER order_is_told AFTER INSERT OR UPDATE OF status ON customer_order
    FOR EACH ROW EXECUTE FUNCTION tell_about_order();

CREATE TABLE voucher (
    code      text          PRIMARY KEY CHECK (code = upper(code)),
    percent   numeric(4, 1) NOT NULL CHECK (percent > 0 AND percent <= 100),
    uses_left integer       NOT NULL CHECK (uses_left >= 0),
    expires   date
);

CREATE TABLE voucher_redemption (
    order_id bigint PRIMARY KEY REFERENCES customer_order ON DELETE CASCADE, -- one for each order
    code     text   NOT NULL REFERENCES voucher
);

CREATE TABLE shipment (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      bigint      NOT NULL UNIQUE REFERENCES customer_order,
    tracking_code text        NOT NULL UNIQUE,
    sent_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE return_request (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES customer_order,
    reason   text   NOT NULL
);

CREATE TABLE return_line (
    return_id  bigint  NOT NULL REFERENCES return_request ON DELETE CASCADE,
    order_id   bigint  NOT NULL,
    product_id bigint  NOT NULL,
    quantity   integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (return_id, product_id),
    FOREIGN KEY (order_id, product_id) REFERENCES order_line
);
