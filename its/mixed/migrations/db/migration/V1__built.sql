-- Of ${maven.multiModuleProjectDirectory}, so that two working copies can be built at the same time.
-- Tells when this was migrated, which is when the template was built.
CREATE TABLE built AS SELECT clock_timestamp() AS at;
