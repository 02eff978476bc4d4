package com.example.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.annotation.Transactional;

/** Tests that Spring rolls back: they share the database of their application context. */
@SpringBootTest
@Transactional
class DeskTest extends LibraryTest {

    private static final String DUNE = "9780441172719";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    @Autowired
    private Desk desk;

    @Autowired
    private Books books;

    @Autowired
    private Members members;

    @Autowired
    private Loans loans;

    private Member ada;

    @BeforeEach
    void fill() {
        ada = members.save(new Member("Ada"));
        books.save(new Book(DUNE, "Dune"));
    }

    @Test
    void lendsABookForFourWeeks() {
        Loan loan = desk.lend(DUNE, ada, TODAY);

        assertThat(loan.getDueOn()).isEqualTo("2026-12-18");
        assertThat(loans.findByMemberAndReturnedOnIsNull(ada)).containsExactly(loan);
    }

    @Test
    void lendsABookOnce() {
        desk.lend(DUNE, ada, TODAY);

        assertThatThrownBy(() -> desk.lend(DUNE, members.save(new Member("Grace")), TODAY))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("loan_once");
    }

    @Test
    void takesBackOnlyWhatWasLent() {
        assertThatThrownBy(() -> desk.takeBack(DUNE, TODAY)).hasMessage("book 9780441172719 is not lent");
    }

    @RepeatedTest(3)
    void seesNothingOfTheOthers() {
        assertThat(books.count()).isEqualTo(1);
        assertThat(loans.count()).isZero();
    }
}
