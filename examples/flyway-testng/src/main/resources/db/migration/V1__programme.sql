CREATE TABLE play (
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title   text    NOT NULL UNIQUE CHECK (title <> ''),
    minutes integer NOT NULL CHECK (minutes BETWEEN 10 AND 600)
);

CREATE TABLE seat (
    row_number  integer       NOT NULL CHECK (row_number > 0),
    seat_number integer       NOT NULL CHECK (seat_number > 0),
    price       numeric(6, 2) NOT NULL CHECK (price > 0),
    PRIMARY KEY (row_number, seat_number)
);

INSERT INTO seat (row_number, seat_number, price)
SELECT r, s, CASE WHEN r <= 2 THEN 40 WHEN r <= 6 THEN 25 ELSE 12.50 END
  FROM generate_series(1, 10) r, generate_series(1, 12) s;

CREATE TABLE performance (
    id      integer   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    play    integer   NOT NULL REFERENCES play,
    starts  timestamp NOT NULL,
    on_sale boolean   NOT NULL DEFAULT true,
    UNIQUE (starts)
);
