package com.example.library;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

public interface Loans extends JpaRepository<Loan, Long> {

    Optional<Loan> findByBookAndReturnedOnIsNull(Book book);

    List<Loan> findByMemberAndReturnedOnIsNull(Member member);
}
