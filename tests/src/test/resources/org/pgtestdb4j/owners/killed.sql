--liquibase formatted sql

--changeset test:1
CREATE TABLE city (name text);

--changeset test:2 splitStatements:false
DO $$
BEGIN
    WHILE EXISTS (SELECT FROM pg_roles WHERE rolname = 'hold_on') LOOP
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;
