CREATE SCHEMA warehouse;

CREATE TABLE warehouse.site (
    code text PRIMARY KEY,
    name text NOT NULL
);

INSERT INTO warehouse.site (code, name) VALUES ('MAIN', 'Berlin'), ('SOUTH', 'Nürnberg');

CREATE TABLE warehouse.bin (
    site  text    NOT NULL REFERENCES warehouse.site,
    aisle integer NOT NULL,
    shelf integer NOT NULL,
    label text    GENERATED ALWAYS AS (site || '-' || lpad(aisle::text, 2, '0') || '-' || lpad(shelf::text, 2, '0')) STORED UNIQUE,
    PRIMARY KEY (site, aisle, shelf)
);

INSERT INTO warehouse.bin (site, aisle, shelf)
SELECT site.code, aisle, shelf FROM warehouse.site, generate_series(1, 20) aisle, generate_series(1, 25) shelf;

CREATE TABLE warehouse.stock (
    product_id bigint  NOT NULL REFERENCES product ON DELETE CASCADE,
    site       text    NOT NULL REFERENCES warehouse.site,
    quantity   integer NOT NULL DEFAULT 0 CHECK (quantity >= 0),
    PRIMARY KEY (product_id, site)
);

-- Every product has a place at every site, an empty one at first.
CREATE FUNCTION warehouse.make_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO warehouse.stock (product_id, site) SELECT NEW.id, code FROM warehouse.site;
    RETURN NULL;
END
$$;

CREATE TRIGGER product_makes_room AFTER INSERT ON product
    FOR EACH ROW EXECUTE FUNCTION warehouse.make_room();

CREATE TABLE warehouse.movement (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint      NOT NULL,
    site       text        NOT NULL,
    change     integer     NOT NULL CHECK (change <> 0),
    moved_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (product_id, site) REFERENCES warehouse.stock ON DELETE CASCADE
);

CREATE FUNCTION warehouse.note_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO warehouse.movement (product_id, site, change) VALUES (NEW.product_id, NEW.site, NEW.quantity - OLD.quantity);
    RETURN NULL;
END
$$;

CREATE TRIGGER stock_moves AFTER UPDATE OF quantity ON warehouse.stock
    FOR EACH ROW WHEN (OLD.quantity <> NEW.quantity) EXECUTE FUNCTION warehouse.note_movement();

CREATE TABLE warehouse.supplier (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   NOT NULL UNIQUE
);

CREATE TABLE warehouse.supplier_product (
    supplier_id bigint         NOT NULL REFERENCES warehouse.supplier,
    product_id  bigint         NOT NULL REFERENCES product ON DELETE CASCADE,
    price       positive_price NOT NULL,
    PRIMARY KEY (supplier_id, product_id)
);

CREATE TABLE warehouse.purchase_order (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier_id bigint NOT NULL REFERENCES warehouse.supplier,
    ordered_on  date   NOT NULL DEFAULT current_date
);

CREATE TABLE warehouse.purchase_order_line (
    purchase_order_id bigint  NOT NULL REFERENCES warehouse.purchase_order ON DELETE CASCADE,
    product_id        bigint  NOT NULL REFERENCES product,
    quantity          integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (purchase_order_id, product_id)
);

CREATE TABLE warehouse.delivery (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purchase_order_id bigint      NOT NULL REFERENCES warehouse.purchase_order,
    arrived_at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE warehouse.delivery_line (
    delivery_id bigint  NOT NULL REFERENCES warehouse.delivery ON DELETE CASCADE,
    product_id  bigint  NOT NULL REFERENCES product,
    quantity    integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (delivery_id, product_id)
);

CREATE TABLE warehouse.stocktake (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site       text   NOT NULL REFERENCES warehouse.site,
    counted_by bigint NOT NULL REFERENCES employee
);

CREATE TABLE warehouse.stocktake_line (
    stocktake_id bigint  NOT NULL REFERENCES warehouse.stocktake ON DELETE CASCADE,
    product_id   bigint  NOT NULL REFERENCES product,
    expected     integer NOT NULL,
    counted      integer NOT NULL CHECK (counted >= 0),
    difference   integer GENERATED ALWAYS AS (counted - expected) STORED,
    PRIMARY KEY (stocktake_id, product_id)
);
