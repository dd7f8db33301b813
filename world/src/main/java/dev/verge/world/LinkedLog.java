package dev.verge.world;

import dev.verge.log.Ambiguous;
import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log as one location sees it: every partition is at its site, and reaching it costs the link.
 *
 * <p>A partition sited here is used directly. For one sited elsewhere the request travels to the
 * site, is carried out there by the site's own log, and the answer travels back; when either is
 * lost the caller waits as long as {@code patience} lets it and then knows nothing: {@link
 * Ambiguous} for an append, out of reach for everything else. A read pays its round trip once, when
 * it begins, since what follows streams; a tail is a {@link LinkedTail}.
 *
 * <p>The logs of the sites belong to the world; closing this ends its tails only.
 */
final class LinkedLog implements Log {
  /** How long a caller waits for an answer, beyond the link's round trip. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String here;
  private final Map<String, ? extends Log> sites;
  private final Links links;
  private final Duration patience;
  private final Set<Tail> tails = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param sites the log of every location, by its code
   */
  LinkedLog(String here, Map<String, ? extends Log> sites, Links links, Duration patience) {
    this.here = here;
    this.sites = Map.copyOf(sites);
    this.links = links;
    this.patience = patience;
  }

  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    Log log = log(p);
    if (isHere(p)) {
      return log.append(p, expectedLast, record);
    }
    try {
      return call(p, () -> log.append(p, expectedLast, record));
    } catch (OutOfReach e) {
      throw new Ambiguous(
          "partition " + p + ": no answer to the append at " + (expectedLast + 1), e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Conflict conflict -> throw conflict;
        case Ambiguous ambiguous -> throw ambiguous;
        case null, default -> throw unchecked(e);
      }
    }
  }

  @Override
  public Cursor read(Partition p, long from) {
    Log log = log(p);
    return isHere(p) ? log.read(p, from) : new LinkedCursor(p, ask(p, () -> log.read(p, from)));
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    Log log = log(p);
    Tail tail =
        new Tail(
            p,
            isHere(p)
                ? log.tail(p, from, sink)
                : LinkedTail.open(log, p, from, here, links, sink, patience));
    tails.add(tail);
    if (closed) {
      tail.end();
    }
    return tail;
  }

  @Override
  public long first(Partition p) {
    Log log = log(p);
    return isHere(p) ? log.first(p) : ask(p, () -> log.first(p));
  }

  @Override
  public long last(Partition p) {
    Log log = log(p);
    return isHere(p) ? log.last(p) : ask(p, () -> log.last(p));
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    Log log = log(p);
    if (isHere(p)) {
      log.truncateBelow(p, seq);
    } else {
      ask(
          p,
          () -> {
            log.truncateBelow(p, seq);
            return true;
          });
    }
  }

  @Override
  public void close() {
    closed = true;
    tails.forEach(Tail::end);
  }

  private boolean isHere(Partition p) {
    return p.site().equals(here);
  }

  private Log log(Partition p) {
    if (closed) {
      throw closed(p);
    }
    Log log = sites.get(p.site());
    if (log == null) {
      throw new LogException(
          "partition " + p + ": its site is not in this world, which has " + sites.keySet());
    }
    return log;
  }

  private LogException closed(Partition p) {
    return new LogException("partition " + p + ": the log was closed at " + here);
  }

  /** Asks the site for what cannot fail in a way of its own. */
  private <T> T ask(Partition p, Callable<T> question) {
    try {
      return call(p, question);
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** Carries a call to the site and its outcome back, or gives up. */
  private <T> T call(Partition p, Callable<T> work) throws ExecutionException {
    String site = p.site();
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable serve =
        () -> {
          Runnable outcome = carryOut(work, answer);
          links.deliver(site, here, outcome);
        };
    links.deliver(here, site, () -> Thread.ofVirtual().name("log-" + site).start(serve));
    long roundTrip = links.oneWayNanos(here, site) + links.oneWayNanos(site, here);
    try {
      return answer.get(patience.toNanos() + roundTrip, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new OutOfReach(p, here);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutOfReach(p, here);
    }
  }

  private static <T> Runnable carryOut(Callable<T> work, CompletableFuture<T> answer) {
    try {
      T result = work.call();
      return () -> answer.complete(result);
    } catch (Exception e) {
      return () -> answer.completeExceptionally(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new LogException("the log failed: " + e.getCause(), e);
  }

  /** The site gave no answer in time. */
  private static final class OutOfReach extends LogException {
    private static final long serialVersionUID = 1L;

    OutOfReach(Partition p, String here) {
      super("partition " + p + ": " + p.site() + " is out of reach from " + here);
    }
  }

  /** A read whose records stream in after the round trip that began it. */
  private final class LinkedCursor implements Cursor {
    private final Partition partition;
    private final Cursor atSite;

    LinkedCursor(Partition partition, Cursor atSite) {
      this.partition = partition;
      this.atSite = atSite;
    }

    @Override
    public @Nullable Entry next() {
      if (!links.connected(here, partition.site())) {
        throw new OutOfReach(partition, here);
      }
      return atSite.next();
    }

    @Override
    public void close() {
      atSite.close();
    }
  }

  /** A tail that this log ends when it is closed. */
  private final class Tail implements Subscription {
    private final Partition partition;
    private final Subscription subscription;
    private volatile @Nullable LogException ended;

    Tail(Partition partition, Subscription subscription) {
      this.partition = partition;
      this.subscription = subscription;
    }

    void end() {
      ended = closed(partition);
      close();
    }

    @Override
    public @Nullable Throwable failure() {
      Throwable failure = subscription.failure();
      return failure == null ? ended : failure;
    }

    @Override
    public void close() {
      tails.remove(this);
      subscription.close();
    }
  }
}
