CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text        NOT NULL,
    order_id     bigint      NOT NULL REFERENCES customer_order ON DELETE CASCADE,
    published_at timestamptz
);

CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;

CREATE FUNCTION tell_about_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox (topic, order_id) VALUES ('order.' || lower(NEW.status::text), NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER order_is_told AFTER INSERT OR UPDATE OF status ON customer_order
    FOR EACH ROW EXECUTE FUNCTION tell_about_order();
