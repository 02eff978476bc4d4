CREATE TABLE taking (
    id          integer       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    performance integer       NOT NULL REFERENCES performance,
    amount      numeric(8, 2) NOT NULL
);

CREATE FUNCTION book_taking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sold ticket := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    sign integer := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
BEGIN
    INSERT INTO taking (performance, amount)
    SELECT sold.performance, sign * price
      FROM seat
     WHERE seat.row_number = sold.row_number AND seat.seat_number = sold.seat_number;
    RETURN NULL;
END
$$;

CREATE TRIGGER sold AFTER UPDATE OF state ON ticket
    FOR EACH ROW WHEN (OLD.state = 'RESERVED' AND NEW.state = 'SOLD') EXECUTE FUNCTION book_taking();
CREATE TRIGGER refunded AFTER DELETE ON ticket
    FOR EACH ROW WHEN (OLD.state = 'SOLD') EXECUTE FUNCTION book_taking();

CREATE VIEW takings AS
SELECT p.id AS performance, coalesce(sum(t.amount), 0) AS amount
  FROM performance p LEFT JOIN taking t ON t.performance = p.id
 GROUP BY p.id;
