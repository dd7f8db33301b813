package dev.verge.shield.limit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits that all locations count together, without another server.
 *
 * <p>Each location decides by itself, in its own {@link RateLimiter}, and every interval I tells
 * each other one what it admitted since the last time. What it hears it spends in its own limiter.
 * There are no shares to divide: all that nobody is known to have spent is for whoever is asked
 * next, so permits go where the demand is.
 *
 * <p>How far this can err: an admission is known at another location at most I and one link delay D
 * after it was made. So a request is admitted only if fewer than all permits were spent by
 * admissions older than I + D (and by all that are younger and known), and what goes beyond the
 * permits is never more than what arrives elsewhere within I + D; it does not add up, since what
 * was too much is spent all the same. A round counts as of its end, so another location's permits
 * come back up to I + D late, never early.
 *
 * <p>A location that cannot be reached is not waited for: each goes on with what it knows, so that
 * while n parts of the world are apart at most n times the permits are admitted. When they meet
 * again, the rounds that still matter are told first. A location that restarts has forgotten what
 * it knew, as it has for local limits.
 *
 * <p>Bounds: a round tells of the {@link #ROUND_KEYS} keys with the largest counts, the others stay
 * for the next; see {@link Outbox} for what is kept for locations that do not answer. Thread-safe.
 */
public final class GlobalLimits implements AutoCloseable {
  /** How often locations tell each other. */
  public static final Duration INTERVAL = Duration.ofMillis(200);

  static final int ROUND_KEYS = 1 << 13;

  /** At a link delay of a second ten are under way. */
  static final int MAX_UNDER_WAY = 16;

  /** After so many messages in a row a location is silent. */
  private static final int SILENT = 10;

  private static final Logger LOG = LoggerFactory.getLogger(GlobalLimits.class);

  private final Map<String, RateLimiter> limits = new HashMap<>();
  private final Map<String, Inbox> inboxes = new HashMap<>();
  private final Map<String, Other> others = new HashMap<>();
  private final Exchange exchange;
  private final LongSupplier nanos;
  private final Outbox outbox;
  private final LongAdder failed = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private @Nullable ScheduledExecutorService scheduler;

  /** What is known of the way to another location. */
  private static final class Other {
    private final AtomicInteger underWay = new AtomicInteger();
    private int failures;

    /** Says when a location falls silent and when it is back, not each message that is lost. */
    private synchronized void heard(String location, @Nullable Throwable wrong) {
      if (wrong != null && ++failures == SILENT) {
        LOG.warn("{} is not told of limits, they go on without it: {}", location, wrong.toString());
      } else if (wrong == null) {
        if (failures >= SILENT) {
          LOG.info("{} is told of limits again", location);
        }
        failures = 0;
      }
    }
  }

  /**
   * Shares limits; nothing is sent before {@link #start} or {@link #exchange}.
   *
   * @param limits those with a global scope
   * @param others all locations but this one
   * @param nanos monotonic nanoseconds, as {@link System#nanoTime}
   * @throws IllegalArgumentException for a limit that is local or two of one name
   */
  public GlobalLimits(
      Collection<RateLimiter> limits,
      Collection<String> others,
      Exchange exchange,
      LongSupplier nanos) {
    for (RateLimiter limit : limits) {
      String name = limit.spec().name();
      if (!limit.spec().global()) {
        throw new IllegalArgumentException("limit " + name + " is local, not to be shared");
      }
      if (this.limits.put(name, limit) != null) {
        throw new IllegalArgumentException("two global limits have the name " + name);
      }
    }
    for (String other : others) {
      this.others.put(other, new Other());
      this.inboxes.put(other, new Inbox(this.limits, unknown));
    }
    long horizon = limits.stream().mapToLong(each -> each.spec().horizonNanos()).max().orElse(0);
    // Never 0, which stands for no incarnation.
    long incarnation = new SecureRandom().nextLong(1, Long.MAX_VALUE);
    this.outbox = new Outbox(incarnation, others, horizon);
    this.exchange = exchange;
    this.nanos = nanos;
  }

  /** Exchanges every {@link #INTERVAL} from now on, on a virtual thread of its own. */
  public synchronized void start() {
    if (scheduler != null) {
      throw new IllegalStateException("limits are exchanged already");
    }
    scheduler =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("limits").factory());
    long millis = INTERVAL.toMillis();
    var _ = scheduler.scheduleAtFixedRate(this::round, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends a round and tells all others. Does not wait for them. */
  public void exchange() {
    outbox.add(admitted(), nanos.getAsLong());
    others.forEach(this::tell);
  }

  /**
   * Takes what another location tells.
   *
   * @param from the location, authenticated
   * @return the answer for it
   * @throws IllegalArgumentException for bytes that are no message, saying what is wrong with them,
   *     or a location that limits are not shared with; nothing is taken then
   */
  public byte[] receive(String from, byte[] message) {
    Inbox inbox = inboxes.get(from);
    if (inbox == null) {
      throw new IllegalArgumentException("limits are not shared with " + from);
    }
    return CountsMessage.acknowledgement(inbox.take(CountsMessage.of(message)));
  }

  /** What sharing did since the start. */
  public GlobalCounts counts() {
    return new GlobalCounts(failed.sum(), skipped.sum(), outbox.lost(), unknown.sum());
  }

  /** Stops exchanging. Limits go on with what they know. */
  @Override
  public synchronized void close() {
    if (scheduler != null) {
      scheduler.shutdownNow();
      scheduler.close();
    }
  }

  /** A round that fails must not end the schedule. */
  private void round() {
    try {
      exchange();
    } catch (RuntimeException e) {
      LOG.error("limits could not be exchanged in this round", e);
    }
  }

  /** What was admitted since the last round, the largest counts of all limits. */
  private List<Counts> admitted() {
    Selection selection = new Selection(ROUND_KEYS);
    limits.values().forEach(limit -> limit.offer(selection));
    selection.decide();
    List<Counts> admitted = new ArrayList<>();
    for (RateLimiter limit : limits.values()) {
      Counts counts = limit.tell(selection);
      if (counts.size() > 0) {
        admitted.add(counts);
      }
    }
    return admitted;
  }

  private void tell(String location, Other other) {
    byte[] message = outbox.message(location, nanos.getAsLong());
    if (message == null) {
      return;
    }
    if (other.underWay.get() >= MAX_UNDER_WAY) {
      skipped.increment();
      return;
    }
    other.underWay.incrementAndGet();
    var _ =
        send(location, message)
            .handle((answer, failure) -> {
              other.underWay.decrementAndGet();
              answered(location, other, answer, failure);
              return null;
            });
  }

  private CompletionStage<byte[]> send(String location, byte[] message) {
    try {
      return exchange.send(location, message);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(
      String location, Other other, byte @Nullable [] answer, @Nullable Throwable failure) {
    Throwable wrong = failure;
    if (answer != null) {
      try {
        outbox.acknowledged(location, CountsMessage.acknowledged(answer));
      } catch (IllegalArgumentException e) {
        wrong = e;
      }
    }
    if (wrong != null) {
      failed.increment();
    }
    other.heard(location, wrong);
  }
}
