package dev.verge.world;

import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One partition in memory, with the log's contract except durability and verification. */
final class MemoryLog implements Log {
  private final List<byte[]> records = new ArrayList<>();
  private long first = 1;

  @Override
  public synchronized long append(Partition p, long expectedLast, byte[] record) throws Conflict {
    if (expectedLast != last(p)) {
      throw new Conflict("the log ends at " + last(p) + ", not at " + expectedLast);
    }
    records.add(record);
    notifyAll();
    return last(p);
  }

  @Override
  public synchronized Cursor read(Partition p, long from) {
    checkHeld(p, from);
    List<Entry> entries = new ArrayList<>();
    for (long sequence = from; sequence <= last(p); sequence++) {
      entries.add(entry(sequence));
    }
    var rest = entries.iterator();
    return new Cursor() {
      @Override
      public @Nullable Entry next() {
        return rest.hasNext() ? rest.next() : null;
      }

      @Override
      public void close() {
        entries.clear();
      }
    };
  }

  @Override
  public synchronized Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    checkHeld(p, from);
    return new Tail(p, from, sink);
  }

  @Override
  public synchronized long first(Partition p) {
    return first;
  }

  @Override
  public synchronized long last(Partition p) {
    return first + records.size() - 1;
  }

  @Override
  public synchronized void truncateBelow(Partition p, long seq) {
    while (first < seq) {
      records.removeFirst();
      first++;
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private Entry entry(long sequence) {
    return new Entry(sequence, records.get((int) (sequence - first)));
  }

  private void checkHeld(Partition p, long from) {
    if (from < first) {
      throw new LogException("partition " + p + ": " + from + " is below the first, " + first);
    }
  }

  private synchronized @Nullable Entry await(Partition p, long sequence, Tail tail)
      throws InterruptedException {
    checkHeld(p, sequence);
    while (!tail.closed && last(p) < sequence) {
      wait();
    }
    return tail.closed ? null : entry(sequence);
  }

  private final class Tail implements Subscription {
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    Tail(Partition p, long from, Consumer<? super Entry> sink) {
      thread = Thread.ofVirtual().start(() -> run(p, from, sink));
    }

    private void run(Partition p, long from, Consumer<? super Entry> sink) {
      try {
        long next = from;
        for (Entry e = await(p, next, this); e != null; e = await(p, ++next, this)) {
          sink.accept(e);
        }
      } catch (RuntimeException | InterruptedException e) {
        failure = e;
      }
    }

    @Override
    public @Nullable Throwable failure() {
      return failure;
    }

    @Override
    public void close() {
      synchronized (MemoryLog.this) {
        closed = true;
        MemoryLog.this.notifyAll();
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
