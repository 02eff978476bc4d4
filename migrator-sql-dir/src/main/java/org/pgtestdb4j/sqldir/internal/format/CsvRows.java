package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Data;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;
import org.pgtestdb4j.sqldir.internal.run.Command;

/** Rows of a CSV file for the table of its name; the first line names the columns. */
final class CsvRows {

    private CsvRows() {}

    static Command of(SourceFile file) {
        String text = file.text();
        List<String> columns = header(file, text);
        String table =
                Stream.of(tableOf(file).split("\\.")).map(CsvRows::quoted).collect(Collectors.joining("."));
        String sql = "COPY %s (%s) FROM STDIN WITH (FORMAT csv, HEADER)"
                .formatted(table, columns.stream().map(CsvRows::quoted).collect(Collectors.joining(", ")));
        return new Command(file.path(), 1, sql, Kind.COPY_IN, new Data(text, 1));
    }

    /** {@code 02_shop.orders.csv} is for {@code shop.orders}. */
    private static String tableOf(SourceFile file) {
        return Files.withoutSuffix(file.name(), ".csv").replaceFirst("^\\d+[-_.]+", "");
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    private static List<String> header(SourceFile file, String text) {
        String line = text.lines().findFirst().orElse("");
        if (line.isBlank()) {
            throw Files.refused(file.path(), 1, "COPY", "its first line must name the columns");
        }
        List<String> columns = new ArrayList<>();
        for (String column : line.split(",", -1)) {
            String name = column.strip();
            columns.add(
                    name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                            ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                            : name);
        }
        return columns;
    }
}
