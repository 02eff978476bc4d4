package com.example.library;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;

@Entity
public class Loan {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    private Book book;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    private Member member;

    private LocalDate dueOn;

    private LocalDate returnedOn;

    protected Loan() {}

    public Loan(Book book, Member member, LocalDate dueOn) {
        this.book = book;
        this.member = member;
        this.dueOn = dueOn;
    }

    public Book getBook() {
        return book;
    }

    public Member getMember() {
        return member;
    }

    public LocalDate getDueOn() {
        return dueOn;
    }

    public boolean isOpen() {
        return returnedOn == null;
    }

    void end(LocalDate day) {
        returnedOn = day;
    }
}
