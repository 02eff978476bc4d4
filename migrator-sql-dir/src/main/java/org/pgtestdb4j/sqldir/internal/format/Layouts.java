package org.pgtestdb4j.sqldir.internal.format;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;

/** All layouts that are known, and the choice among them. */
public final class Layouts {

    private static final List<Layout> ALL = List.of(
            new PlainLayout(),
            new GolangMigrateLayout(),
            new DbmateLayout(),
            new GooseLayout(),
            new SqlxLayout(),
            new InitdbLayout(),
            new SqlMigrateLayout(),
            new DieselLayout(),
            new PrismaLayout(),
            new SupabaseLayout(),
            new NodePgMigrateLayout(),
            new HasuraLayout(),
            new DrizzleLayout(),
            new AtlasLayout(),
            new GraphileMigrateLayout(),
            new TernLayout(),
            new SqitchLayout(),
            new PlayLayout(),
            new RailsLayout());

    private Layouts() {}

    /**
     * A layout and why it was taken.
     *
     * @param layout the layout
     * @param sign what shows it
     */
    public record Recognised(Layout layout, Sign sign) {}

    /** Returns a layout by its name. */
    public static Layout named(String id) {
        return ALL.stream()
                .filter(layout -> layout.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException("There is no layout \"%s\"; there are %s.".formatted(id, ids())));
    }

    /** Returns the names of all layouts, for messages. */
    public static String ids() {
        return ALL.stream().map(Layout::id).sorted().collect(Collectors.joining(", "));
    }

    /** Returns the one layout that a directory shows most clearly. */
    public static Recognised recognise(FileTree tree) {
        List<Recognised> found = ALL.stream()
                .flatMap(layout -> layout.sign(tree).map(sign -> new Recognised(layout, sign)).stream())
                .toList();
        Optional<Sign.Strength> best =
                found.stream().map(each -> each.sign().strength()).max(Comparator.naturalOrder());
        List<Recognised> strongest = found.stream()
                .filter(each -> best.isPresent() && each.sign().strength() == best.get())
                .toList();
        if (strongest.size() == 1) {
            return strongest.get(0);
        }
        throw strongest.isEmpty() ? nothing(tree) : several(tree, strongest);
    }

    private static ConfigurationException nothing(FileTree tree) {
        return new ConfigurationException(
                "No layout was recognised in %s: there are no SQL files of any tool that is known (%s). Correct the path, or name the layout."
                        .formatted(tree.name(), ids()));
    }

    private static ConfigurationException several(FileTree tree, List<Recognised> candidates) {
        return new ConfigurationException(
                "%s could be the directory of several tools, and a wrong guess could undo what it did: %s. Name the layout: sql:…?layout=%s, or SqlDirMigrator.of(…).layout(\"%3$s\")."
                        .formatted(
                                tree.name(),
                                candidates.stream()
                                        .map(each -> each.layout().id() + " ("
                                                + each.sign().what() + ")")
                                        .collect(Collectors.joining(", ")),
                                candidates.get(0).layout().id()));
    }
}
