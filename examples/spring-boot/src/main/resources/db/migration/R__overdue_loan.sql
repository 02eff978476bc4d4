CREATE OR REPLACE VIEW overdue_loan AS
SELECT member.name AS member, book.title, current_date - loan.due_on AS days
FROM loan
JOIN book ON book.id = loan.book_id
JOIN member ON member.id = loan.member_id
WHERE loan.returned_on IS NULL AND loan.due_on < current_date;
