-- A department has a head, and the head belongs to a department: neither can come first, so both are checked at commit.
CREATE TABLE department (
    code    text   PRIMARY KEY,
    head_id bigint NOT NULL
);

CREATE TABLE employee (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text   NOT NULL CHECK (name <> ''),
    department text   NOT NULL REFERENCES department DEFERRABLE INITIALLY DEFERRED,
    boss_id    bigint REFERENCES employee CHECK (boss_id <> id)
);

ALTER TABLE department ADD CONSTRAINT department_head_fkey
    FOREIGN KEY (head_id) REFERENCES employee DEFERRABLE INITIALLY DEFERRED;

WITH head AS (
    INSERT INTO employee (name, department) VALUES ('Bertha', 'SALES') RETURNING id
)
INSERT INTO department (code, head_id) SELECT 'SALES', id FROM head;
