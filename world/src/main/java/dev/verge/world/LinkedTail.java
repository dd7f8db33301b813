package dev.verge.world;

import dev.verge.log.Log;
import dev.verge.log.Log.Entry;
import dev.verge.log.Log.Subscription;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tail of a partition that is sited at another location.
 *
 * <p>While the link holds, a {@link Stream} stands: a tail at the site that puts every entry on the
 * link as it becomes durable. Entries arrive one way's delay later, many under way at once, and
 * wait in a queue for the sink. A cut or a healing ends the stream, and with it everything it has
 * under way; when the link holds again a new stream begins at the first sequence that has not
 * arrived. Only the current stream's entries count, and only the one that is next, so none is
 * missed and none comes twice.
 *
 * <p>What is under way or waits for the sink is bounded by a window; past it the site's tail waits.
 *
 * <p>All fields are guarded by this object's monitor, which is never held while the sink or the
 * site's log is called.
 */
final class LinkedTail implements Subscription {
  /** Entries of up to {@link #SHARE_BYTES} that may be under way or waiting. */
  static final int WINDOW = 1024;

  /** A larger entry takes as many places of the window as it has shares. */
  private static final int SHARE_BYTES = 64 << 10;

  private final Log log;
  private final Partition partition;
  private final String here;
  private final Links links;
  private final Consumer<? super Entry> sink;
  private final Consumer<String> observer = this::onChange;
  private final Queue<Entry> arrived = new ArrayDeque<>();
  private final Thread consumer;
  private long next;
  private int used;
  private @Nullable Stream current;
  private @Nullable Throwable failure;
  private boolean closed;

  private LinkedTail(
      Log log,
      Partition partition,
      long from,
      String here,
      Links links,
      Consumer<? super Entry> sink) {
    this.log = log;
    this.partition = partition;
    this.here = here;
    this.links = links;
    this.sink = sink;
    this.next = from;
    this.consumer = Thread.ofVirtual().name("tail-" + partition).unstarted(this::consume);
  }

  /**
   * Begins a tail. Returns when the site has said that it can, or after {@code patience}: a site
   * that is out of reach is asked again when the link holds.
   *
   * @throws LogException what the site refused
   */
  static LinkedTail open(
      Log log,
      Partition partition,
      long from,
      String here,
      Links links,
      Consumer<? super Entry> sink,
      Duration patience) {
    LinkedTail tail = new LinkedTail(log, partition, from, here, links, sink);
    tail.consumer.start();
    links.observe(tail.observer);
    Stream first = tail.relink();
    if (first != null) {
      first.awaitAnswer(patience);
    }
    return tail;
  }

  @Override
  public synchronized @Nullable Throwable failure() {
    if (failure == null && current != null) {
      failure = current.failure();
    }
    return failure;
  }

  @Override
  public void close() {
    end(null);
    if (Thread.currentThread() != consumer) {
      joinUninterruptibly(consumer);
    }
  }

  private void onChange(String location) {
    if (location.equals(here) || location.equals(partition.site())) {
      relink();
    }
  }

  /** Ends the stream and begins another, which is returned, if the link holds. */
  private synchronized @Nullable Stream relink() {
    endStream();
    if (closed || !links.connected(here, partition.site())) {
      return null;
    }
    Stream stream = new Stream(next);
    current = stream;
    links.deliver(here, partition.site(), stream::start);
    return stream;
  }

  private synchronized void endStream() {
    Stream stream = current;
    current = null;
    notifyAll();
    if (stream != null) {
      stream.end();
    }
  }

  private synchronized void end(@Nullable Throwable cause) {
    if (!closed) {
      closed = true;
      failure = failure() == null ? cause : failure;
      links.forget(observer);
      endStream();
    }
  }

  private void consume() {
    try {
      for (Entry entry = take(); entry != null; entry = take()) {
        sink.accept(entry);
        release(entry);
      }
    } catch (RuntimeException | Error e) {
      end(e);
    } catch (InterruptedException e) {
      end(new LogException("tail of partition " + partition + " was interrupted", e));
    }
  }

  /** The next entry for the sink, or null once closed. */
  private synchronized @Nullable Entry take() throws InterruptedException {
    while (!closed && arrived.isEmpty()) {
      wait();
    }
    return closed ? null : arrived.remove();
  }

  /** Takes places in the window for an entry; false if the stream has ended meanwhile. */
  private synchronized boolean acquire(Stream stream, Entry entry) throws InterruptedException {
    while (stream == current && used + places(entry) > WINDOW) {
      wait();
    }
    if (stream != current) {
      return false;
    }
    used += places(entry);
    return true;
  }

  private synchronized void release(Entry entry) {
    used -= places(entry);
    notifyAll();
  }

  private synchronized void arrive(Stream stream, Entry entry) {
    if (stream == current && entry.sequence() == next) {
      next++;
      arrived.add(entry);
      notifyAll();
    } else {
      release(entry);
    }
  }

  private static int places(Entry entry) {
    return 1 + entry.record().length / SHARE_BYTES;
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One unbroken stretch of the tail: what the site does for it. */
  private final class Stream {
    private final long from;
    private final CompletableFuture<@Nullable RuntimeException> answer = new CompletableFuture<>();
    private @Nullable Subscription atSite; // guarded by the tail's monitor, as is failed
    private @Nullable RuntimeException failed;

    Stream(long from) {
      this.from = from;
    }

    @Nullable Throwable failure() {
      return failed != null || atSite == null ? failed : atSite.failure();
    }

    /** The request has arrived at the site. */
    void start() {
      Thread.ofVirtual().name("tail-" + partition + "-at-site").start(this::open);
    }

    private void open() {
      Subscription subscription = null;
      RuntimeException refusal = null;
      try {
        subscription = log.tail(partition, from, this::ship);
      } catch (RuntimeException e) {
        refusal = e;
      }
      boolean wanted = opened(subscription, refusal);
      if (subscription != null && !wanted) {
        subscription.close();
      }
      RuntimeException said = refusal;
      links.deliver(partition.site(), here, () -> answer.complete(said));
    }

    private boolean opened(
        @Nullable Subscription subscription, @Nullable RuntimeException refusal) {
      synchronized (LinkedTail.this) {
        atSite = subscription;
        failed = refusal;
        return this == current;
      }
    }

    /** Waits until the site has answered the request, and ends the tail if it refused. */
    void awaitAnswer(Duration patience) {
      long roundTrip =
          links.oneWayNanos(here, partition.site()) + links.oneWayNanos(partition.site(), here);
      try {
        RuntimeException refusal = answer.get(roundTrip + patience.toNanos(), TimeUnit.NANOSECONDS);
        if (refusal != null) {
          close();
          throw refusal;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException e) {
        return; // the link was cut meanwhile; the next stream begins when it holds again
      } catch (ExecutionException e) {
        throw new IllegalStateException("an answer is a value", e);
      }
    }

    /** Puts an entry on the link; on the thread of the site's tail. */
    private void ship(Entry entry) {
      try {
        if (acquire(this, entry)) {
          links.send(partition.site(), here, () -> arrive(this, entry), () -> release(entry));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogException("tail of partition " + partition + " was interrupted", e);
      }
    }

    /** Closes the site's tail, which may wait for {@link #ship}, on a thread of its own. */
    void end() {
      Subscription subscription = atSite;
      if (subscription != null) {
        Thread.ofVirtual().name("tail-" + partition + "-end").start(subscription::close);
      }
    }
  }
}
