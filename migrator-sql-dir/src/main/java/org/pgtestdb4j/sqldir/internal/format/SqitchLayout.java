package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code deploy/name.sql} in the order of {@code sqitch.plan}, by psql as Sqitch does. Sqitch's registry is not made. */
final class SqitchLayout implements Layout {

    private static final String TOOL = "sqitch";
    private static final String PLAN = "sqitch.plan";
    private static final Pattern LINE = Pattern.compile("([@+-]?)\\s*([^\\s\\[#]+).*");

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.has(PLAN) ? Optional.of(Sign.sentinel(PLAN)) : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withoutHistory();
        if (!tree.has(PLAN)) {
            throw Files.refused(tree.name(), TOOL, "there is no sqitch.plan");
        }
        plan.counts(tree.read(PLAN));
        for (String name : changes(tree.read(PLAN).text())) {
            String path = "deploy/" + name + ".sql";
            if (!tree.has(path)) {
                throw Files.refused(PLAN, TOOL, "it names %s, and there is no %s".formatted(name, path));
            }
            ScriptReader.Content content = ScriptReader.asPsql(tree.read(path), tree);
            content.included().stream().sorted().forEach(included -> plan.counts(tree.read(included)));
            plan.add(tree.read(path), content.commands(), Transaction.OWN);
        }
        return plan.build();
    }

    /** A change that was reworked is named again; what it was before carries the next tag in its file's name. */
    private static List<String> changes(String plan) {
        List<String> changes = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        Map<Integer, String> tags = new HashMap<>();
        List<String> lines = plan.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("%") && !line.startsWith("#"))
                .toList();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || parts.group(1).equals("-")) {
                throw Files.refused(PLAN, TOOL, "the line \"%s\" is not understood".formatted(line));
            }
            String name = parts.group(2);
            if (parts.group(1).equals("@")) {
                for (int place = changes.size() - 1; place >= 0 && tags.putIfAbsent(place, name) == null; place--) {
                    // every change since the last tag has this one as its next
                }
                continue;
            }
            Integer before = places.put(name, changes.size());
            if (before != null) {
                changes.set(before, name + "@" + tags.getOrDefault(before, ""));
            }
            changes.add(name);
        }
        return changes;
    }
}
