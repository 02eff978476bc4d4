CREATE TABLE customer (
    id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text    NOT NULL CHECK (email LIKE '%_@_%'),
    name  text    NOT NULL
);
CREATE UNIQUE INDEX customer_email_key ON customer (lower(email));

CREATE TYPE ticket_state AS ENUM ('RESERVED', 'SOLD');

CREATE TABLE ticket (
    performance integer      NOT NULL REFERENCES performance,
    row_number  integer      NOT NULL,
    seat_number integer      NOT NULL,
    customer    integer      NOT NULL REFERENCES customer,
    state       ticket_state NOT NULL DEFAULT 'RESERVED',
    PRIMARY KEY (performance, row_number, seat_number),
    FOREIGN KEY (row_number, seat_number) REFERENCES seat
);

CREATE TABLE waiting (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    performance integer NOT NULL REFERENCES performance,
    customer    integer NOT NULL REFERENCES customer,
    UNIQUE (performance, customer)
);
