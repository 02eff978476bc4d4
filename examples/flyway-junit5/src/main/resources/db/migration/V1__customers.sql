CREATE TABLE customer (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email         text        NOT NULL CHECK (email LIKE '%_@_%'),
    name          text        NOT NULL CHECK (name <> ''),
    registered_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX customer_email ON customer (lower(email));
