/** How the tools lay out their directories, one class each; entry is {@link org.pgtestdb4j.sqldir.internal.format.Layouts}. */
@NullMarked
package org.pgtestdb4j.sqldir.internal.format;

import org.jspecify.annotations.NullMarked;
