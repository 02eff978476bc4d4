-- migrate:up
CREATE TABLE scan (
    parcel_id bigint NOT NULL REFERENCES parcel,
    depot text NOT NULL REFERENCES depot,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (parcel_id, at)
);

CREATE FUNCTION whereabouts(wanted text) RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT depot.city
    FROM parcel JOIN scan ON scan.parcel_id = parcel.id JOIN depot ON depot.code = scan.depot
    WHERE parcel.label = wanted
    ORDER BY scan.at DESC
    LIMIT 1;
END;

-- migrate:down
DROP FUNCTION whereabouts(text);
DROP TABLE scan;
