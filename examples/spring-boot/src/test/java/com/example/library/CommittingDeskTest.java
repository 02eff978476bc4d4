package com.example.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Commits for good. Here a pristine database for each test costs an application context for each test; and a property of
 * its own keeps that context, and so the database, from being shared with other classes.
 */
@SpringBootTest(properties = "spring.application.name = library-that-commits")
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class CommittingDeskTest extends LibraryTest {

    private static final String DUNE = "9780441172719";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    @Autowired
    private Desk desk;

    @Autowired
    private Books books;

    @Autowired
    private Members members;

    @RepeatedTest(2)
    void oneOfManyGetsTheBook() throws Exception {
        assertThat(books.save(new Book(DUNE, "Dune")).getId()).isEqualTo(1);
        List<Callable<Boolean>> visits = new ArrayList<>();
        for (String name : List.of("Ada", "Grace", "Edsger", "Barbara")) {
            Member member = members.save(new Member(name));
            visits.add(() -> isLentTo(member));
        }

        assertThat(allAtOnce(visits)).containsExactlyInAnyOrder(true, false, false, false);
    }

    @Test
    void lendsABookThatCameBack() {
        books.save(new Book(DUNE, "Dune"));
        Member ada = members.save(new Member("Ada"));

        desk.lend(DUNE, ada, TODAY);
        desk.takeBack(
                DUNE, TODAY.plusDays(3)); // in one transaction with the next line, Hibernate would write this last

        assertThat(desk.lend(DUNE, ada, TODAY.plusDays(3)).isOpen()).isTrue();
    }

    private boolean isLentTo(Member member) {
        try {
            return desk.lend(DUNE, member, TODAY).isOpen();
        } catch (DataIntegrityViolationException e) {
            return false;
        }
    }

    private static List<Boolean> allAtOnce(List<Callable<Boolean>> visits) throws Exception {
        ExecutorService members = Executors.newFixedThreadPool(visits.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> visit : members.invokeAll(visits)) {
                results.add(visit.get());
            }
            return results;
        } finally {
            members.shutdownNow();
        }
    }
}
