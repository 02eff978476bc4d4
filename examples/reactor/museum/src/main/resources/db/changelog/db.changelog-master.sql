--liquibase formatted sql

--changeset town:1
CREATE TABLE exhibit (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);

--changeset town:2
INSERT INTO exhibit (name) VALUES ('a stuffed owl');
