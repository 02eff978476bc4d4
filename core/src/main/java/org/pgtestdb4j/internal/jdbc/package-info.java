/** Connections, urls and quoting: everything that knows the JDBC driver. Entry is {@link org.pgtestdb4j.internal.jdbc.Connector}. */
@NullMarked
package org.pgtestdb4j.internal.jdbc;

import org.jspecify.annotations.NullMarked;
