/** The code on our pages, compiled and run. */
@NullMarked
package org.pgtestdb4j.guide;

import org.jspecify.annotations.NullMarked;
