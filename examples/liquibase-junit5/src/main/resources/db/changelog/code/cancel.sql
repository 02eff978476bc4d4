--liquibase formatted sql

--changeset house:cancel runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION free_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM booked_seat WHERE booking_id = NEW.id;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER free_seats AFTER UPDATE OF state ON booking
    FOR EACH ROW WHEN (NEW.state = 'cancelled') EXECUTE FUNCTION free_seats();
