/** Generation of classes from a template; entry is {@link org.pgtestdb4j.jooq.codegen.TemplateDatabase}. */
@NullMarked
package org.pgtestdb4j.jooq.codegen;

import org.jspecify.annotations.NullMarked;
