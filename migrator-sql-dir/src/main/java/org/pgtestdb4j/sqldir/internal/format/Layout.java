package org.pgtestdb4j.sqldir.internal.format;

import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;

/** How one tool lays out its directory. Stateless. */
public interface Layout {

    /** Returns the name by which the layout is chosen. */
    String id();

    /** Tells by what a directory shows that it is of this tool, if it does. */
    Optional<Sign> sign(FileTree tree);

    /**
     * Says what to run, and in which order.
     *
     * @param tree the directory
     * @param history whether the tool's own table of what was applied is made and filled
     * @throws org.pgtestdb4j.ConfigurationException if something in the directory cannot be run as the tool would
     */
    Plan plan(FileTree tree, boolean history);
}
