CREATE TABLE category (
    code   text PRIMARY KEY,
    name   text NOT NULL UNIQUE,
    parent text REFERENCES category
);

INSERT INTO category (code, name, parent) VALUES
    ('media',  'Media',       NULL),
    ('book',   'Books',       'media'),
    ('music',  'Music',       'media'),
    ('vinyl',  'Vinyl',       'music'),
    ('game',   'Board games', NULL);

CREATE TABLE brand (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   NOT NULL UNIQUE
);

CREATE TABLE product (
    id            bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category_code text           NOT NULL REFERENCES category,
    brand_id      bigint         REFERENCES brand,
    name          text           NOT NULL CHECK (name <> ''),
    slug          text           GENERATED ALWAYS AS (trim(BOTH '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'))) STORED,
    price         positive_price NOT NULL,
    tax           tax_class      NOT NULL DEFAULT 'STANDARD',
    grams         integer        NOT NULL DEFAULT 500 CHECK (grams > 0),
    words         tsvector       GENERATED ALWAYS AS (to_tsvector('english', name)) STORED,
    UNIQUE (category_code, name)
);

CREATE INDEX product_words ON product USING gin (words);

CREATE TABLE product_translation (
    product_id bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    language   text   NOT NULL REFERENCES language,
    name       text   NOT NULL,
    PRIMARY KEY (product_id, language)
);

CREATE TABLE product_image (
    product_id bigint  NOT NULL REFERENCES product ON DELETE CASCADE,
    position   integer NOT NULL CHECK (position > 0),
    url        text    NOT NULL,
    PRIMARY KEY (product_id, position)
);

CREATE TABLE tag (
    name text PRIMARY KEY CHECK (name = lower(name))
);

CREATE TABLE product_tag (
    product_id bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    tag        text   NOT NULL REFERENCES tag ON UPDATE CASCADE,
    PRIMARY KEY (product_id, tag)
);

CREATE TABLE attribute (
    code text PRIMARY KEY,
    unit text
);

INSERT INTO attribute (code, unit) VALUES ('pages', NULL), ('players', NULL), ('length', 'min'), ('width', 'mm');

CREATE TABLE product_attribute (
    product_id bigint  NOT NULL REFERENCES product ON DELETE CASCADE,
    attribute  text    NOT NULL REFERENCES attribute,
    value      numeric NOT NULL,
    PRIMARY KEY (product_id, attribute)
);

CREATE TABLE bundle_item (
    bundle_id bigint  NOT NULL REFERENCES product ON DELETE CASCADE,
    item_id   bigint  NOT NULL REFERENCES product CHECK (item_id <> bundle_id),
    quantity  integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (bundle_id, item_id)
);

CREATE TABLE related_product (
    product_id bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    other_id   bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    PRIMARY KEY (product_id, other_id),
    CHECK (product_id < other_id)
);

-- Whoever sells at another price than yesterday's has to be able to say since when.
CREATE TABLE price_change (
    id         bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint         NOT NULL REFERENCES product ON DELETE CASCADE,
    old_price  positive_price NOT NULL,
    new_price  positive_price NOT NULL,
    percent    numeric        GENERATED ALWAYS AS (round(100 * (new_price - old_price) / old_price, 1)) STORED,
    changed_at timestamptz    NOT NULL DEFAULT now()
);

CREATE FUNCTION note_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO price_change (product_id, old_price, new_price) VALUES (NEW.id, OLD.price, NEW.price);
    RETURN NULL;
END
$$;

CREATE TRIGGER product_price_is_noted AFTER UPDATE OF price ON product
    FOR EACH ROW WHEN (OLD.price <> NEW.price) EXECUTE FUNCTION note_price();

CREATE TABLE special_price (
    product_id bigint         NOT NULL REFERENCES product ON DELETE CASCADE,
    group_code text           NOT NULL REFERENCES customer_group,
    price      positive_price NOT NULL,
    PRIMARY KEY (product_id, group_code)
);

-- One promotion at a time.
CREATE TABLE promotion (
    name    text          PRIMARY KEY,
    during  daterange     NOT NULL CHECK (NOT isempty(during)),
    percent numeric(4, 1) NOT NULL CHECK (percent > 0 AND percent < 100),
    CONSTRAINT promotion_alone EXCLUDE USING gist (during WITH &&)
);

-- A customer pays the special price of their group, or else the list price less what the group saves; in a promotion less.
CREATE FUNCTION price_for(of_product bigint, of_customer bigint, on_day date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT round(
        coalesce(special.price, product.price * (100 - saves.percent) / 100) * (100 - coalesce(promotion.percent, 0)) / 100,
        2)
    FROM product
    CROSS JOIN customer
    JOIN customer_group saves ON saves.code = customer.group_code
    LEFT JOIN special_price special ON special.product_id = product.id AND special.group_code = saves.code
    LEFT JOIN promotion ON promotion.during @> on_day
    WHERE product.id = of_product AND customer.id = of_customer
$$;

CREATE TABLE review (
    product_id  bigint   NOT NULL REFERENCES product ON DELETE CASCADE,
    customer_id bigint   NOT NULL REFERENCES customer ON DELETE CASCADE,
    stars       smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words       text     NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, customer_id)
);

CREATE TABLE review_vote (
    product_id  bigint  NOT NULL,
    reviewer_id bigint  NOT NULL,
    voter_id    bigint  NOT NULL REFERENCES customer ON DELETE CASCADE CHECK (voter_id <> reviewer_id),
    helpful     boolean NOT NULL,
    PRIMARY KEY (product_id, reviewer_id, voter_id),
    FOREIGN KEY (product_id, reviewer_id) REFERENCES review (product_id, customer_id) ON DELETE CASCADE
);
