-- migrate:up
CREATE TABLE depot (
    code text PRIMARY KEY,
    city text NOT NULL
);

CREATE TABLE parcel (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label text NOT NULL UNIQUE
);

-- migrate:down
DROP TABLE parcel;
DROP TABLE depot;
