/** What engines that died leave is found, and what belongs to others is not touched. */
@NullMarked
package org.pgtestdb4j.owners;

import org.jspecify.annotations.NullMarked;
