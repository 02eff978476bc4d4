CREATE TABLE loan (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id     bigint NOT NULL REFERENCES book,
    member_id   bigint NOT NULL REFERENCES member,
    due_on      date   NOT NULL,
    returned_on date
);

-- A book is lent to one member at a time.
CREATE UNIQUE INDEX loan_once ON loan (book_id) WHERE returned_on IS NULL;
