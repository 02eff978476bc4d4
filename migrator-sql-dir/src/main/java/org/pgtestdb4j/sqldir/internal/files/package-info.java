/** The files of a directory, on disk or on the class path; entry is {@link org.pgtestdb4j.sqldir.internal.files.FileTree}. */
@NullMarked
package org.pgtestdb4j.sqldir.internal.files;

import org.jspecify.annotations.NullMarked;
