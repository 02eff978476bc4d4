-- // Create changelog
CREATE TABLE ${changelog} (
    id numeric(20) PRIMARY KEY,
    applied_at varchar(25) NOT NULL,
    description varchar(255) NOT NULL
);

-- //@UNDO
DROP TABLE ${changelog};
