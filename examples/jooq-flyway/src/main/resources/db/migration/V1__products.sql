CREATE TYPE unit AS ENUM ('piece', 'gram');

CREATE TABLE product (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    unit unit NOT NULL,
    price numeric(10, 2) NOT NULL CHECK (price > 0)
);

INSERT INTO product (name, unit, price) VALUES
    ('Baguette', 'piece', 1.40),
    ('Pretzel', 'piece', 0.90),
    ('Rye bread', 'gram', 0.01);
