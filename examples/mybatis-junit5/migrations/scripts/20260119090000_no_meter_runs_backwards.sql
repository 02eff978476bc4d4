-- // No meter runs backwards
CREATE FUNCTION refuse_less() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reading WHERE meter = NEW.meter AND day < NEW.day AND value > NEW.value) THEN
        RAISE EXCEPTION 'meter % ran backwards', NEW.meter;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER refuse_less BEFORE INSERT ON reading FOR EACH ROW EXECUTE FUNCTION refuse_less();

-- //@UNDO
DROP TRIGGER refuse_less ON reading;
DROP FUNCTION refuse_less();
