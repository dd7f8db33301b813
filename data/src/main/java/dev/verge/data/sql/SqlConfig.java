package dev.verge.data.sql;

import dev.verge.data.Bookmarks;
import dev.verge.data.Peers;
import dev.verge.log.Log;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Where a location's SQL datasets live and whom they talk to.
 *
 * @param here this location's code
 * @param folder made if missing; holds one folder per dataset
 * @param log the log, as seen from here
 * @param peers the other locations
 * @param bookmarks the cluster's bookmarks
 * @param ticker monotonic nanoseconds that lag is measured with, usually {@link System#nanoTime}
 * @param limits bounds
 */
public record SqlConfig(
    String here,
    Path folder,
    Log log,
    Peers peers,
    Bookmarks bookmarks,
    LongSupplier ticker,
    SqlLimits limits) {}
