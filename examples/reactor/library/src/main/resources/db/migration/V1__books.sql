CREATE TABLE book (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL);
INSERT INTO book (title) VALUES ('The Castle'), ('The Trial');
