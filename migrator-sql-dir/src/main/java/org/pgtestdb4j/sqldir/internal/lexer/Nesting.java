package org.pgtestdb4j.sqldir.internal.lexer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;

/** What must be known of the words and brackets of one statement, to see where it ends and what it is. */
final class Nesting {

    private static final Set<String> ROUTINES = Set.of("function", "procedure");
    private static final Set<String> WITH_COLONS = Set.of("json_object", "json_objectagg");
    private static final int ENOUGH_WORDS = 5;

    private final List<String> firstWords = new ArrayList<>();
    private final Deque<Character> brackets = new ArrayDeque<>();
    private int parentheses;
    private int bodies;
    private String lastWord = "";
    private boolean beginMayOpenBody;
    private Kind kind = Kind.QUERY;

    /** Takes a word that is in no quotes. */
    void word(String text) {
        String word = text.length() > 20 ? "" : text.toLowerCase(Locale.ROOT);
        if (firstWords.size() < ENOUGH_WORDS) {
            firstWords.add(word);
        }
        if (parentheses == 0) {
            trackBody(word);
            trackCopy(word);
        }
        lastWord = word;
    }

    /** SQL-standard bodies have semicolons: {@code BEGIN ATOMIC … END}, with {@code CASE … END} inside. */
    private void trackBody(String word) {
        if (beginMayOpenBody && word.equals("atomic")) {
            bodies++;
        } else if (bodies > 0 && word.equals("case")) {
            bodies++;
        } else if (bodies > 0 && word.equals("end")) {
            bodies--;
        }
        beginMayOpenBody = word.equals("begin") && createsRoutine();
    }

    private boolean createsRoutine() {
        int kindOfObject = firstWords.size() > 2 && firstWords.get(1).equals("or") ? 3 : 1;
        return firstWords.size() > kindOfObject
                && firstWords.get(0).equals("create")
                && ROUTINES.contains(firstWords.get(kindOfObject));
    }

    private void trackCopy(String word) {
        if (!firstWords.get(0).equals("copy")) {
            return;
        }
        if (lastWord.equals("from") && word.equals("stdin")) {
            kind = Kind.COPY_IN;
        } else if (lastWord.equals("to") && word.equals("stdout")) {
            kind = Kind.COPY_OUT;
        }
    }

    /** Takes anything else that is neither blank nor comment. */
    void other(char c) {
        switch (c) {
            case '(' -> open(WITH_COLONS.contains(lastWord) ? ':' : '(');
            case '[' -> brackets.push('[');
            case ')' -> close();
            case ']' -> {
                if (!brackets.isEmpty() && brackets.peek() == '[') {
                    brackets.pop();
                }
            }
            default -> {}
        }
        lastWord = "";
        beginMayOpenBody = false;
    }

    private void open(char bracket) {
        parentheses++;
        brackets.push(bracket);
    }

    private void close() {
        if (parentheses > 0) {
            parentheses--;
            while (brackets.pop() == '[') {
                // an array that was never closed
            }
        }
    }

    boolean endsAtSemicolon() {
        return parentheses == 0 && bodies == 0;
    }

    /** Tells whether SQL itself knows a colon here. */
    boolean mayHaveColon() {
        return !brackets.isEmpty() && brackets.peek() != '(';
    }

    Kind kind() {
        return kind;
    }
}
