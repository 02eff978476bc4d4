-- What does not depend on anything: types, countries, money, taxes, and what it costs to send a parcel.

CREATE DOMAIN country_code   AS text           CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN currency_code  AS text           CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN email_address  AS text           CHECK (VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:].]+$');
CREATE DOMAIN amount         AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE DOMAIN positive_price AS numeric(10, 2) CHECK (VALUE > 0);

CREATE TYPE tax_class AS ENUM ('STANDARD', 'REDUCED', 'FREE');

CREATE TABLE language (
    code text PRIMARY KEY,
    name text NOT NULL UNIQUE
);

INSERT INTO language (code, name) VALUES ('de', 'Deutsch'), ('en', 'English'), ('fr', 'Français'), ('pl', 'Polski');

CREATE TABLE currency (
    code currency_code PRIMARY KEY,
    name text          NOT NULL UNIQUE
);

INSERT INTO currency (code, name) VALUES
    ('EUR', 'Euro'), ('CHF', 'Swiss franc'), ('GBP', 'Pound sterling'), ('PLN', 'Złoty'), ('USD', 'US dollar');

CREATE TABLE country (
    code     country_code  PRIMARY KEY,
    name     text          NOT NULL UNIQUE,
    currency currency_code NOT NULL REFERENCES currency
);

CREATE TABLE tax_rate (
    country country_code  NOT NULL REFERENCES country,
    class   tax_class     NOT NULL,
    percent numeric(4, 1) NOT NULL CHECK (percent BETWEEN 0 AND 100),
    PRIMARY KEY (country, class)
);

CREATE TEMPORARY TABLE imported (code text, name text, currency text, standard numeric, reduced numeric);

INSERT INTO imported VALUES
    ('AT', 'Austria',     'EUR', 20,   10),
    ('BE', 'Belgium',     'EUR', 21,   6),
    ('CH', 'Switzerland', 'CHF', 8.1,  2.6),
    ('DE', 'Germany',     'EUR', 19,   7),
    ('ES', 'Spain',       'EUR', 21,   4),
    ('FI', 'Finland',     'EUR', 25.5, 14),
    ('FR', 'France',      'EUR', 20,   5.5),
    ('GB', 'Britain',     'GBP', 20,   5),
    ('IE', 'Ireland',     'EUR', 23,   9),
    ('IT', 'Italy',       'EUR', 22,   4),
    ('NL', 'Netherlands', 'EUR', 21,   9),
    ('PL', 'Poland',      'PLN', 23,   5);

INSERT INTO country (code, name, currency) SELECT code, name, currency FROM imported;
INSERT INTO tax_rate (country, class, percent)
SELECT code, 'STANDARD'::tax_class, standard FROM imported UNION ALL
SELECT code, 'REDUCED', reduced              FROM imported UNION ALL
SELECT code, 'FREE', 0                       FROM imported;

DROP TABLE imported;

-- The tax that is contained in a price.
CREATE FUNCTION tax_in(gross numeric, of_country text, of_class tax_class) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT round(gross * percent / (100 + percent), 2) FROM tax_rate WHERE country = of_country AND class = of_class
$$;

CREATE TABLE shipping_method (
    code text PRIMARY KEY,
    days integer NOT NULL CHECK (days > 0)
);

INSERT INTO shipping_method (code, days) VALUES ('STANDARD', 3), ('EXPRESS', 1);

CREATE TABLE shipping_rate (
    method text    NOT NULL REFERENCES shipping_method,
    zone   integer NOT NULL,
    grams  integer NOT NULL CHECK (grams > 0), -- up to
    price  amount  NOT NULL,
    PRIMARY KEY (method, zone, grams)
);

INSERT INTO shipping_rate (method, zone, grams, price)
SELECT method.code, zone, grams, zone * 1.50 + grams / 1000.0 + CASE method.code WHEN 'EXPRESS' THEN 6 ELSE 0 END
FROM shipping_method method, generate_series(1, 4) zone, unnest(ARRAY [500, 2000, 5000, 10000, 31500]) grams;

-- Germany is looked up by the first three digits of the postal code: near the warehouse, farther away, on an island.
CREATE TABLE postal_zone (
    prefix text    PRIMARY KEY CHECK (prefix ~ '^[0-9]{3}$'),
    zone   integer NOT NULL
);

INSERT INTO postal_zone (prefix, zone)
SELECT to_char(prefix, 'FM000'), CASE WHEN prefix BETWEEN 259 AND 265 THEN 3 WHEN prefix / 100 = 1 THEN 1 ELSE 2 END
FROM generate_series(0, 999) prefix;

CREATE FUNCTION shipping_zone(country text, postal_code text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN country = 'DE' THEN (SELECT zone FROM postal_zone WHERE prefix = left(postal_code, 3)) ELSE 4 END
$$;
