--liquibase formatted sql

--changeset house:bookings
CREATE TYPE booking_state AS ENUM ('held', 'paid', 'cancelled');

CREATE TABLE booking (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    performance_id int NOT NULL REFERENCES performance,
    guest text NOT NULL,
    state booking_state NOT NULL DEFAULT 'held',
    made timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE booked_seat (
    booking_id int NOT NULL REFERENCES booking,
    performance_id int NOT NULL REFERENCES performance,
    seat_id int NOT NULL REFERENCES seat,
    PRIMARY KEY (performance_id, seat_id)
);

--changeset house:bookings-of-a-guest runInTransaction:false
CREATE INDEX CONCURRENTLY booking_guest ON booking (guest);
