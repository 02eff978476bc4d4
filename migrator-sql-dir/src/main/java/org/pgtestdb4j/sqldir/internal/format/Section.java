package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;

/**
 * A part of a file that begins with a line of its tool.
 *
 * @param words what the line says, in lower case; nothing above the first such line
 * @param text everything behind the marker, up to the next
 * @param firstLine the number of that line, on which the text begins
 */
record Section(String words, String text, int firstLine) {

    /** Splits a file at the lines that a pattern matches; the pattern's first group is what counts of them. */
    static List<Section> of(SourceFile file, Pattern marker) {
        String text = file.text();
        List<Section> sections = new ArrayList<>();
        Matcher line = marker.matcher(text);
        String words = "";
        int start = 0;
        int firstLine = 1;
        while (line.find()) {
            sections.add(new Section(words, text.substring(start, line.start()), firstLine));
            firstLine += lineBreaks(text, start, line.end());
            start = line.end();
            words = line.group(1).strip().toLowerCase(Locale.ROOT);
        }
        sections.add(new Section(words, text.substring(start), firstLine));
        return sections;
    }

    static int lineAt(int offset, String text) {
        return 1 + lineBreaks(text, 0, offset);
    }

    private static int lineBreaks(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    List<Command> commands(SourceFile file) {
        return ScriptReader.asServer(file, text, firstLine);
    }
}
