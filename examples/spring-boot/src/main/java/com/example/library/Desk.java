package com.example.library;

import java.time.LocalDate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where books are lent and come back. */
@Service
public class Desk {

    private static final int WEEKS = 4;

    private final Books books;
    private final Loans loans;

    Desk(Books books, Loans loans) {
        this.books = books;
        this.loans = loans;
    }

    /** Lends a book, which the database allows to one member at a time. */
    @Transactional
    public Loan lend(String isbn, Member member, LocalDate today) {
        Book book = books.findByIsbn(isbn).orElseThrow(() -> new IllegalArgumentException("no book " + isbn));
        return loans.saveAndFlush(new Loan(book, member, today.plusWeeks(WEEKS)));
    }

    @Transactional
    public void takeBack(String isbn, LocalDate today) {
        books.findByIsbn(isbn)
                .flatMap(loans::findByBookAndReturnedOnIsNull)
                .orElseThrow(() -> new IllegalArgumentException("book " + isbn + " is not lent"))
                .end(today);
    }
}
