/** Tests of SQL datasets over real SQLite files and real logs, and the world they run in. */
@NullMarked
package dev.verge.data.sql;

import org.jspecify.annotations.NullMarked;
