CREATE TABLE payment (
    id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint         NOT NULL REFERENCES customer_order,
    amount      numeric(10, 2) NOT NULL CHECK (amount > 0),
    method      text           NOT NULL CHECK (method IN ('CARD', 'INVOICE')),
    refunded_at timestamptz
);

-- An order is paid once, unless the money went back.
CREATE UNIQUE INDEX payment_once ON payment (order_id) WHERE refunded_at IS NULL;

CREATE TABLE shipment (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      bigint      NOT NULL UNIQUE REFERENCES customer_order,
    tracking_code text        NOT NULL UNIQUE,
    sent_at       timestamptz NOT NULL DEFAULT now()
);
