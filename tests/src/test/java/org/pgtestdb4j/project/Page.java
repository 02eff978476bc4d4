package org.pgtestdb4j.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of Markdown, taken apart.
 *
 * @param file where it is
 * @param prose the lines outside fenced blocks
 * @param blocks the fenced blocks
 */
record Page(Path file, String prose, List<Block> blocks) {

    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\S*).*");

    /**
     * A fenced block.
     *
     * @param place file and line of its first fence
     * @param language as written; empty if there is none
     * @param text what stands between the fences
     */
    record Block(String place, String language, String text) {}

    static Page read(Path file) {
        List<String> lines = ProjectTree.read(file).lines().toList();
        List<String> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                prose.add(lines.get(i));
                continue;
            }
            String place = ProjectTree.relative(file) + ":" + (i + 1);
            List<String> text = new ArrayList<>();
            while (++i < lines.size() && !lines.get(i).strip().equals(fence.group(1))) {
                text.add(lines.get(i));
            }
            if (i == lines.size()) {
                throw new AssertionError("The block at " + place + " has no end");
            }
            blocks.add(new Block(place, fence.group(2), String.join("\n", text)));
        }
        return new Page(file, String.join("\n", prose), List.copyOf(blocks));
    }

    @Override
    public String toString() {
        return ProjectTree.relative(file);
    }
}
