/** Making clones of templates and dropping them. Entry is {@link org.pgtestdb4j.internal.clone.CloneFactory}. */
@NullMarked
package org.pgtestdb4j.internal.clone;

import org.jspecify.annotations.NullMarked;
