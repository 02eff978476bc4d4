CREATE FUNCTION depot.in_capitals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := upper(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER in_capitals BEFORE INSERT ON depot.shelf FOR EACH ROW EXECUTE FUNCTION depot.in_capitals();
