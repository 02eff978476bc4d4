package org.pgtestdb4j.sqldir.internal.lexer;

import static org.pgtestdb4j.sqldir.internal.lexer.Characters.continuesTag;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.continuesWord;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.isDigit;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.startsWord;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Data;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.MetaCommand;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Reference;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;

/**
 * Splits the text of a file into statements, the data of copies, and psql's own commands, where psql would.
 *
 * <p>It does not know the grammar: what the server would refuse is a statement all the same. Only what never ends, such as a quote, is an
 * error. Good for one text; not safe for use by several threads.
 */
public final class SqlLexer {

    /** Session settings are seen where they stand, since they change what a backslash means further down. */
    private static final Pattern STANDARD_STRINGS = Pattern.compile(
            "SET\\s+(?:SESSION\\s+|LOCAL\\s+)?standard_conforming_strings\\s*(?:=|\\bTO\\b)\\s*'?(\\w+)'?\\s*",
            Pattern.CASE_INSENSITIVE);

    private final Dialect dialect;
    private final Cursor cursor;
    private final Quotes quotes;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean standardStrings = true;

    private Nesting nesting = new Nesting();
    private List<Reference> references = new ArrayList<>();
    private int start = -1;
    private int startLine;
    private int end;

    private SqlLexer(String text, int firstLine, Dialect dialect) {
        this.dialect = dialect;
        this.cursor = new Cursor(text, firstLine);
        this.quotes = new Quotes(cursor);
    }

    /**
     * Splits a text.
     *
     * @param text a file or a part of one
     * @param firstLine the line on which the part begins in its file, 1 for a whole file
     * @param dialect whose rules hold
     * @return the pieces in the order of the text
     * @throws SqlSyntaxException if a quote or a comment never ends
     */
    public static List<Piece> split(String text, int firstLine, Dialect dialect) {
        return new SqlLexer(text, firstLine, dialect).pieces();
    }

    private List<Piece> pieces() {
        while (!cursor.atEnd()) {
            step();
        }
        endStatement();
        return pieces;
    }

    private void step() {
        if (quotes.skipIgnored()) {
            return;
        }
        char c = cursor.current();
        if (c == '\\' && dialect == Dialect.PSQL) {
            metaCommand();
        } else if (c == ';' && nesting.endsAtSemicolon()) {
            cursor.advance();
            if (endStatement() == Kind.COPY_IN) {
                copyData();
            }
        } else {
            beginStatement();
            token(c);
            end = cursor.position();
        }
    }

    private void beginStatement() {
        if (start < 0) {
            start = cursor.position();
            startLine = cursor.line();
        }
    }

    private void token(char c) {
        if (startsWord(c)) {
            word();
        } else if (c == '\'') {
            quotes.skipLiteral(!standardStrings);
            nesting.other(c);
        } else if (c == '"') {
            quotes.skipIdentifier();
            nesting.other(c);
        } else if (c == '$' && quotes.skipDollarQuoted()) {
            nesting.other(c);
        } else if (isDigit(c)) {
            number();
        } else if (c == ':' && dialect == Dialect.PSQL) {
            colon();
        } else {
            nesting.other(c);
            cursor.advance();
        }
    }

    /** Reads a word, or the literal of which it is the prefix. */
    private void word() {
        int begin = cursor.position();
        while (continuesWord(cursor.current())) {
            cursor.advance();
        }
        String word = cursor.from(begin);
        if (cursor.current() == '\'' && word.length() == 1 && "eEbBxXnN".contains(word)) {
            boolean escapes = "eE".contains(word) || ("nN".contains(word) && !standardStrings);
            quotes.skipLiteral(escapes);
            nesting.other('\'');
        } else {
            nesting.word(word);
        }
    }

    private void number() {
        while (isDigit(cursor.current()) || cursor.current() == '.' || startsWord(cursor.current())) {
            cursor.advance();
        }
        nesting.other('0');
    }

    /** Reads a variable, a cast, or a colon. */
    private void colon() {
        int begin = cursor.position();
        cursor.advance();
        nesting.other(':');
        char c = cursor.current();
        if (c == ':' || c == '=') {
            cursor.advance();
        } else if (c == '\'' || c == '"') {
            int length = tagLength(1);
            if (length > 0 && cursor.peek(1 + length) == c) {
                cursor.advance(length + 2);
                refer(begin, begin + 2, cursor.position() - 1, c);
            }
        } else if (startsWord(c)) {
            cursor.advance(tagLength(0));
            refer(begin, begin + 1, cursor.position(), ' ');
        }
    }

    private int tagLength(int from) {
        int length = 0;
        while (continuesTag(cursor.peek(from + length))) {
            length++;
        }
        return length;
    }

    private void refer(int begin, int nameStart, int nameEnd, char quote) {
        references.add(new Reference(
                cursor.text().substring(nameStart, nameEnd),
                quote,
                begin - start,
                cursor.position() - start,
                cursor.line(),
                nesting.mayHaveColon()));
    }

    private void metaCommand() {
        int line = cursor.line();
        cursor.advance();
        int name = cursor.position();
        cursor.advance(commandLength());
        String command = cursor.from(name);
        int arguments = cursor.position();
        cursor.advanceTo(cursor.endOfLine());
        pieces.add(new MetaCommand(command, cursor.from(arguments).strip(), line, start >= 0));
    }

    /** A command's name is a word, or else everything up to a blank. */
    private int commandLength() {
        int length = tagLength(0);
        if (length > 0) {
            return length;
        }
        while (!Characters.isSpace(cursor.peek(length))
                && cursor.position() + length < cursor.text().length()) {
            length++;
        }
        return length;
    }

    /** Ends the statement if one was begun, and tells its kind. */
    private @Nullable Kind endStatement() {
        if (start < 0) {
            return null;
        }
        Kind kind = nesting.kind();
        String text = cursor.text().substring(start, end);
        pieces.add(new Statement(text, startLine, kind, List.copyOf(references), null));
        Matcher set = STANDARD_STRINGS.matcher(text);
        if (set.matches()) {
            standardStrings = !set.group(1).matches("(?i)off|false|no|0");
        }
        nesting = new Nesting();
        references = new ArrayList<>();
        start = -1;
        return kind;
    }

    /** Reads the rows below a copy's line, up to {@code \.} or the end of the text. */
    private void copyData() {
        while (!cursor.atEnd() && cursor.current() != '\n') {
            if (!quotes.skipIgnored()) {
                throw new SqlSyntaxException(
                        cursor.line(), "behind COPY … FROM STDIN; the line must end, since its data follows");
            }
        }
        cursor.advance(1);
        int line = cursor.line();
        int begin = cursor.position();
        int behind = begin;
        while (!cursor.atEnd()) {
            behind = cursor.position();
            int lineEnd = cursor.endOfLine();
            boolean last = isEndOfData(behind, lineEnd);
            cursor.advanceTo(Math.min(lineEnd + 1, cursor.text().length()));
            if (last) {
                break;
            }
            behind = cursor.position();
        }
        Statement copy = (Statement) pieces.remove(pieces.size() - 1);
        Data data = new Data(cursor.text().substring(begin, behind), line);
        pieces.add(new Statement(copy.text(), copy.line(), copy.kind(), copy.references(), data));
    }

    private boolean isEndOfData(int from, int to) {
        String row = cursor.text().substring(from, to);
        return row.equals("\\.") || row.equals("\\.\r");
    }
}
