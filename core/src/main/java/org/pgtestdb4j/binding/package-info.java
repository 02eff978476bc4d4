/**
 * What a binding for a test framework is made of: a {@link org.pgtestdb4j.binding.TestSession} for the run, and a
 * {@link org.pgtestdb4j.binding.TestScope} for each class and each test; {@link org.pgtestdb4j.binding.Declarations} and
 * {@link org.pgtestdb4j.binding.DatabaseParameter} read annotations and parameters.
 */
@NullMarked
package org.pgtestdb4j.binding;

import org.jspecify.annotations.NullMarked;
