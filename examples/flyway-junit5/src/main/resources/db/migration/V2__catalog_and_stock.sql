CREATE TABLE category (
    code text PRIMARY KEY,
    name text NOT NULL UNIQUE
);

INSERT INTO category (code, name) VALUES
    ('book',  'Books'),
    ('game',  'Board games'),
    ('music', 'Music');

CREATE TABLE product (
    id            bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category_code text           NOT NULL REFERENCES category,
    name          text           NOT NULL,
    price         numeric(10, 2) NOT NULL CHECK (price > 0),
    UNIQUE (category_code, name)
);

CREATE TABLE stock (
    product_id bigint  PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    quantity   integer NOT NULL DEFAULT 0 CHECK (quantity >= 0)
);

-- Every product has a place on the shelf, an empty one at first.
CREATE FUNCTION make_room_in_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock (product_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER product_makes_room AFTER INSERT ON product
    FOR EACH ROW EXECUTE FUNCTION make_room_in_stock();
