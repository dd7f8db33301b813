package dev.verge.shield.identity;

import dev.verge.shield.identity.KeyFetch.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that their issuer rotates, kept fresh in the background. Thread-safe.
 *
 * <p>Verifying never waits for a fetch that it does not need: a key of the current set is at hand.
 * Sets are fetched when they are due, and replaced as a whole by a good one only. An issuer may
 * sign with a new key before it was due to be asked, so a key id that is not known asks for a fetch
 * as well, and waits for it. Anybody can make up key ids; therefore
 *
 * <ul>
 *   <li>one fetch is under way at a time, and all who miss a key wait for that one;
 *   <li>unknown ids begin one fetch in {@link #COOLDOWN}, however many they are, beside those that
 *       are due;
 *   <li>nobody waits longer than a second or what else was set.
 * </ul>
 *
 * A fetch that fails leaves the keys as they are and is tried again after 1, 2, 4, ... seconds, at
 * most a minute. Failing and recovering are logged once each.
 */
final class KeySource implements Keys, AutoCloseable {
  static final Duration COOLDOWN = Duration.ofSeconds(30);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(KeySource.class);

  private final String name;
  private final KeyFetch fetch;
  private final Function<String, KeySet> parse;
  private final Interval interval;
  private final Duration patience;
  private final Executor executor;
  private final LongSupplier nanos;

  private volatile KeySet current;
  private long due; // this and what follows are guarded by this
  private long asked;
  private Duration retry = FIRST_RETRY;
  private boolean failing;
  private boolean closed;
  private @Nullable CompletableFuture<Void> underWay;

  /**
   * How often a set is fetched.
   *
   * @param usual unless its issuer says how long it holds
   * @param least even if its issuer says less
   * @param most even if its issuer says more
   */
  record Interval(Duration usual, Duration least, Duration most) {
    static Interval of(Duration always) {
      return new Interval(always, always, always);
    }

    Duration after(@Nullable Duration maxAge) {
      if (maxAge == null) {
        return usual;
      }
      return maxAge.compareTo(least) < 0 ? least : maxAge.compareTo(most) > 0 ? most : maxAge;
    }
  }

  /**
   * A source, which fetches nothing before {@link #tick} or {@link #read}.
   *
   * @param name for the log
   * @param parse makes a set of what was fetched, or throws {@link IllegalArgumentException}
   * @param first the keys until the first fetch
   * @param patience how long to wait for an unknown key at most
   * @param executor for fetches, which block
   * @param nanos a clock that only goes forward
   */
  KeySource(
      String name,
      KeyFetch fetch,
      Function<String, KeySet> parse,
      KeySet first,
      Interval interval,
      Duration patience,
      Executor executor,
      LongSupplier nanos) {
    this.name = name;
    this.fetch = fetch;
    this.parse = parse;
    this.current = first;
    this.interval = interval;
    this.patience = patience;
    this.executor = executor;
    this.nanos = nanos;
    this.due = nanos.getAsLong();
    this.asked = due - COOLDOWN.toNanos();
  }

  @Override
  public KeySet current() {
    return current;
  }

  @Override
  public KeySet having(String id) {
    if (current.find(id) == null) {
      CompletableFuture<Void> pending = refreshForUnknown();
      if (pending != null) {
        await(pending);
      }
    }
    return current;
  }

  /** Begins a fetch if one is due. To be called about once a second; does not block. */
  synchronized void tick() {
    if (isIdle() && nanos.getAsLong() - due >= 0) {
      begin();
    }
  }

  /** The fetch to wait for, or null if there is none and it is too early for another. */
  private synchronized @Nullable CompletableFuture<Void> refreshForUnknown() {
    long now = nanos.getAsLong();
    if (isIdle() && now - asked >= COOLDOWN.toNanos()) {
      asked = now;
      begin();
    }
    return underWay;
  }

  private boolean isIdle() {
    return underWay == null && !closed;
  }

  private void begin() {
    underWay = new CompletableFuture<>();
    executor.execute(this::refresh);
  }

  private void await(CompletableFuture<Void> pending) {
    try {
      pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.debug("a request goes on without the keys that are being fetched");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fetch ends without an exception", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    try {
      read();
    } catch (IOException | IllegalArgumentException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      failed("of a defect: " + e);
      throw e; // to be reported with its trace by the executor
    }
  }

  /**
   * Fetches now, on this thread: for keys that must be good from the start.
   *
   * @throws IOException if they cannot be fetched
   * @throws IllegalArgumentException if what was fetched cannot be used
   */
  void read() throws IOException {
    Fetched fetched = fetch.fetch();
    if (!fetched.text().equals(current.text())) {
      current = parse.apply(fetched.text());
    }
    succeeded(interval.after(fetched.maxAge()));
  }

  private synchronized void succeeded(Duration next) {
    if (failing) {
      log.info("{} can be read again", name);
    }
    failing = false;
    retry = FIRST_RETRY;
    end(next);
  }

  private synchronized void failed(String why) {
    if (!failing && !closed) {
      log.warn("{} cannot be used: {}; the keys known so far stay in use", name, why);
    }
    failing = true;
    end(retry);
    Duration longer = retry.multipliedBy(2);
    retry = longer.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : longer;
  }

  private void end(Duration next) {
    due = nanos.getAsLong() + next.toNanos();
    CompletableFuture<Void> ended = underWay;
    underWay = null;
    if (ended != null) {
      ended.complete(null);
    }
  }

  /** Ends fetching; the keys stay. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
