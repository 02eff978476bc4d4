/** How templates are found, built once, sealed, and given up. */
@NullMarked
package org.pgtestdb4j.templates;

import org.jspecify.annotations.NullMarked;
