/** What is set, and where it was set. Entry is {@link org.pgtestdb4j.internal.settings.Settings}. */
@NullMarked
package org.pgtestdb4j.internal.settings;

import org.jspecify.annotations.NullMarked;
