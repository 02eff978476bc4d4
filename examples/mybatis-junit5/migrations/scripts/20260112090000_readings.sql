-- // Readings
CREATE TABLE reading (
    meter text NOT NULL,
    day date NOT NULL,
    value numeric NOT NULL CHECK (value >= 0),
    PRIMARY KEY (meter, day)
) TABLESPACE ${table_space};

-- //@UNDO
DROP TABLE reading;
