/** What a test gets, and what becomes of it afterwards. */
@NullMarked
package org.pgtestdb4j.leases;

import org.jspecify.annotations.NullMarked;
