/** What of templates can be seen from inside only. */
@NullMarked
package org.pgtestdb4j.internal.template;

import org.jspecify.annotations.NullMarked;
