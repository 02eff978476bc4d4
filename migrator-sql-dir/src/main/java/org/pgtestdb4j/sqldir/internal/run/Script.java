package org.pgtestdb4j.sqldir.internal.run;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs as one: a file, or the part of it that leads up.
 *
 * @param file the path of the file
 * @param commands its statements
 * @param transaction what they run in
 * @param before what the tool itself notes before, in the same transaction if there is one around
 * @param after what the tool itself notes afterwards, likewise
 */
public record Script(
        String file, List<Command> commands, Transaction transaction, List<String> before, List<String> after) {

    /** Stands for the schema in which tables are created by default, once in a statement of a tool's own. */
    public static final String SCHEMA = "{schema}";

    /** Returns a script of a tool that notes nothing. */
    public static Script of(String file, List<Command> commands, Transaction transaction) {
        return new Script(file, commands, transaction, List.of(), List.of());
    }

    /** Fills in where the tool has its history; scripts can change the search path before it is written. */
    Script notingIn(String schema) {
        return new Script(file, commands, transaction, in(schema, before), in(schema, after));
    }

    private static List<String> in(String schema, List<String> statements) {
        return statements.stream()
                .map(statement -> statement.replaceFirst(Pattern.quote(SCHEMA), Matcher.quoteReplacement(schema)))
                .toList();
    }

    boolean changesSession() {
        return commands.stream().anyMatch(Command::changesSession);
    }

    boolean isWrapped() {
        return switch (transaction) {
            case OWN -> false;
            case AROUND -> true;
            case AS_ONE_QUERY -> commands.size() > 1 && commands.stream().noneMatch(Command::controlsTransaction);
        };
    }
}
