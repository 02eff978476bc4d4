CREATE TABLE book (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    isbn  text   NOT NULL UNIQUE CHECK (isbn ~ '^[0-9]{13}$'),
    title text   NOT NULL
);

CREATE TABLE member (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   NOT NULL UNIQUE
);
