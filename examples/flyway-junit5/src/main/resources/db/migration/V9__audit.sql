CREATE SCHEMA audit;

CREATE TYPE audit.operation AS ENUM ('INSERT', 'UPDATE', 'DELETE');

-- Who changed what, in a table for each year.
CREATE TABLE audit.change (
    id         bigint          GENERATED ALWAYS AS IDENTITY,
    changed_at timestamptz     NOT NULL DEFAULT clock_timestamp(),
    table_name text            NOT NULL,
    row_id     bigint          NOT NULL,
    operation  audit.operation NOT NULL,
    old_row    jsonb,
    new_row    jsonb,
    PRIMARY KEY (id, changed_at)
) PARTITION BY RANGE (changed_at);

CREATE INDEX change_row ON audit.change (table_name, row_id);

CREATE TABLE audit.change_2025 PARTITION OF audit.change FOR VALUES FROM ('2025-01-01Z') TO ('2026-01-01Z');
CREATE TABLE audit.change_2026 PARTITION OF audit.change FOR VALUES FROM ('2026-01-01Z') TO ('2027-01-01Z');
CREATE TABLE audit.change_2027 PARTITION OF audit.change FOR VALUES FROM ('2027-01-01Z') TO ('2028-01-01Z');
CREATE TABLE audit.change_other PARTITION OF audit.change DEFAULT;

CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.change (table_name, row_id, operation, old_row, new_row) VALUES (
        TG_TABLE_NAME,
        CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END,
        TG_OP::audit.operation,
        CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
        CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    watched regclass;
BEGIN
    FOREACH watched IN ARRAY ARRAY ['customer', 'address', 'product', 'customer_order', 'ledger.payment']::regclass[] LOOP
        EXECUTE format(
            'CREATE TRIGGER z_audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.record()',
            watched);
    END LOOP;
END
$$;

-- What is written here stays.
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE 'the audit log cannot be changed' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER change_stays BEFORE UPDATE OR DELETE ON audit.change
    FOR EACH ROW EXECUTE FUNCTION audit.refuse();
