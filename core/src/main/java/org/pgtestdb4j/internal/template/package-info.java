/** Finding, building and sealing templates. Entry is {@link org.pgtestdb4j.internal.template.TemplateStore}. */
@NullMarked
package org.pgtestdb4j.internal.template;

import org.jspecify.annotations.NullMarked;
