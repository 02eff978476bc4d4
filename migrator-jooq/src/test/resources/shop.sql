CREATE SCHEMA shop;

CREATE TYPE shop.status AS ENUM ('NEW', 'PAID', 'Can''t pay');
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%') CHECK (length(VALUE) < 100);
CREATE DOMAIN shop.percent AS numeric(5,2) DEFAULT 0 NOT NULL;
CREATE TYPE shop.price AS (amount numeric(10,2), currency text);
CREATE TYPE shop.a_discounted AS (price shop.price, off shop.percent, status shop.status);
CREATE SEQUENCE shop.order_no START 100 INCREMENT 5;
CREATE SEQUENCE shop.ticket AS integer START 7 MAXVALUE 90 CYCLE;

CREATE TABLE shop.customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(50) NOT NULL,
    mail shop.email,
    "Nick Name" text DEFAULT 'none',
    upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
    tags text[] NOT NULL DEFAULT '{}',
    codes text COLLATE "C",
    search tsvector,
    ip inet,
    document jsonb DEFAULT '{}',
    made timestamptz DEFAULT now(),
    CONSTRAINT name_length CHECK (length(name) > 1)
);
CREATE TABLE shop.orders (
    id serial PRIMARY KEY,
    no bigint NOT NULL DEFAULT nextval('shop.order_no'),
    customer_id bigint NOT NULL REFERENCES shop.customer ON DELETE CASCADE DEFERRABLE,
    status shop.status NOT NULL DEFAULT 'NEW',
    history shop.status[] NOT NULL DEFAULT '{NEW}',
    price shop.price,
    total numeric(10,2) CHECK (total >= 0),
    UNIQUE (no)
);
CREATE UNIQUE INDEX one_new ON shop.orders (customer_id) WHERE status = 'NEW';
CREATE INDEX lower_name ON shop.customer (lower(name));
CREATE INDEX by_tags ON shop.customer USING gin (tags);
COMMENT ON TABLE shop.orders IS 'All''s orders';
COMMENT ON COLUMN shop.orders.no IS 'in steps of five';

CREATE VIEW shop.paid AS SELECT * FROM shop.orders WHERE status = 'PAID';
CREATE VIEW shop.a_paid AS SELECT id FROM shop.paid;
COMMENT ON VIEW shop.paid IS 'paid orders';

CREATE TABLE shop.log (at date, text text) PARTITION BY RANGE (at);
CREATE TABLE shop.log_2026 PARTITION OF shop.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE shop.room (number int, during tsrange, EXCLUDE USING gist (during WITH &&));
ALTER TABLE shop.room ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.stamp();
