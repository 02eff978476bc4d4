CREATE TABLE review (
    product_id  bigint   NOT NULL REFERENCES product ON DELETE CASCADE,
    customer_id bigint   NOT NULL REFERENCES customer ON DELETE CASCADE,
    stars       smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words       text     NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, customer_id)
);
