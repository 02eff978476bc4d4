package com.example.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.dao.DataIntegrityViolationException;

/** A slice is another application context, so it has another database. */
@DataJpaTest(showSql = false)
class BooksTest extends LibraryTest {

    @Autowired
    private Books books;

    @Test
    void findsABookByItsIsbn() {
        books.saveAndFlush(new Book("9780441172719", "Dune"));

        assertThat(books.findByIsbn("9780441172719")).map(Book::getTitle).contains("Dune");
        assertThat(books.findByIsbn("9780000000000")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "978044117271", "97804411727190", "978-0441172719"})
    void refusesWhatIsNoIsbn(String isbn) {
        assertThatThrownBy(() -> books.saveAndFlush(new Book(isbn, "Dune")))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("book_isbn_check");
    }
}
