-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY scan_by_depot ON scan (depot, at);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY scan_by_depot;
