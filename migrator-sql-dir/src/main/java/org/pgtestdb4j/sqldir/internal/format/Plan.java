package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;

/**
 * What a directory comes to.
 *
 * @param scripts what to run, in this order
 * @param files everything that decides what the scripts are, in an order that means something
 */
public record Plan(List<Script> scripts, List<SourceFile> files) {}
