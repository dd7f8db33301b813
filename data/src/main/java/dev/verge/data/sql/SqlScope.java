package dev.verge.data.sql;

import dev.verge.data.Bookmark;
import dev.verge.data.Bookmarks;
import dev.verge.data.Mark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What SQL datasets know of one request and what they tell it. A request has one, made by {@link
 * SqlDatasets#scope}; work outside a request has a {@link #plain} one. Thread-safe.
 */
public final class SqlScope {
  private final @Nullable Bookmarks bookmarks;
  private final BooleanSupplier identified;
  private final AtomicLong nanos = new AtomicLong();
  private volatile Bookmark bookmark;
  private volatile boolean changed;
  private @Nullable Map<String, Long> stale;

  SqlScope(@Nullable Bookmarks bookmarks, Bookmark incoming, BooleanSupplier identified) {
    this.bookmarks = bookmarks;
    this.bookmark = incoming;
    this.identified = identified;
  }

  /** For work outside a request: no bookmark, nobody identified. */
  public static SqlScope plain() {
    return new SqlScope(null, Bookmark.NONE, () -> false);
  }

  /**
   * The token for {@code Verge-Bookmark}: the incoming bookmark and what this request wrote or
   * asked of a primary; null if it did neither.
   */
  public @Nullable String bookmark() {
    return changed && bookmarks != null ? bookmarks.token(bookmark) : null;
  }

  /**
   * The value of {@code Verge-Stale}, such as {@code catalog;lag=7321} in milliseconds, or null if
   * everything was as fresh as declared. A lag that is not known is {@code lag=unknown}.
   */
  public synchronized @Nullable String stale() {
    return stale == null
        ? null
        : stale.entrySet().stream()
            .map(e -> e.getKey() + ";lag=" + (e.getValue() < 0 ? "unknown" : e.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** Nanoseconds spent in SQL datasets, here or waiting for the primary. */
  public long databaseNanos() {
    return nanos.get();
  }

  /** Whether the request carries a verified identity. */
  boolean identified() {
    return identified.getAsBoolean();
  }

  @Nullable Mark mark(String dataset) {
    return bookmark.of(dataset);
  }

  synchronized void reached(String dataset, Mark mark) {
    bookmark = bookmark.with(dataset, mark);
    changed = true;
  }

  synchronized void stale(String dataset, long lagMillis) {
    if (stale == null) {
      stale = new LinkedHashMap<>();
    }
    stale.merge(dataset, lagMillis, (a, b) -> a < 0 || b < 0 ? -1 : Math.max(a, b));
  }

  void spent(long moreNanos) {
    nanos.addAndGet(moreNanos);
  }
}
