--liquibase formatted sql

--changeset house:occupancy runOnChange:true
CREATE OR REPLACE VIEW occupancy AS
SELECT performance.id AS performance_id,
       count(seat.id) AS seats,
       count(booked_seat.seat_id) AS taken
FROM performance
JOIN seat ON seat.hall_id = performance.hall_id
LEFT JOIN booked_seat ON booked_seat.performance_id = performance.id AND booked_seat.seat_id = seat.id
GROUP BY performance.id;
