package org.pgtestdb4j.sqldir.mybatis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.pgtestdb4j.ConfigurationException;

/** Lines that people take for the beginning of the undo side, and the tool does not: it would run what is below. */
final class UndoLines {

    private static final Pattern OF_THE_TOOL = Pattern.compile("\\s*--\\s*//\\s*@UNDO.*");
    private static final Pattern LOOKS_LIKE_IT =
            Pattern.compile("\\s*--+\\s*(//)?\\s*@undo\\b.*", Pattern.CASE_INSENSITIVE);

    private UndoLines() {}

    static void requireClear(Path file, String charset) {
        List<String> lines = lines(file, Charset.forName(charset));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (OF_THE_TOOL.matcher(line).matches()) {
                return;
            }
            if (LOOKS_LIKE_IT.matcher(line).matches()) {
                throw new ConfigurationException(
                        "%s, line %d: MyBatis Migrations does not take \"%s\" for the beginning of the undo side, and would run what is below. Write \"-- //@UNDO\". Nothing was applied."
                                .formatted(file, i + 1, line.strip()));
            }
        }
    }

    private static List<String> lines(Path file, Charset charset) {
        try {
            return new String(Files.readAllBytes(file), charset).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
