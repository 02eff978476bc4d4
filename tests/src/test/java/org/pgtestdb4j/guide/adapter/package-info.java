/** The adapter of docs/write-an-adapter.md. */
@NullMarked
package org.pgtestdb4j.guide.adapter;

import org.jspecify.annotations.NullMarked;
