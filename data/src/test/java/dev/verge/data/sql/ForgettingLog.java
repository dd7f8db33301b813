package dev.verge.data.sql;

import dev.verge.log.Ambiguous;
import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A log that forgets at once all that it may forget, where a log on disk keeps whole segments.
 *
 * @param floor the lowest sequence that is held, shared by all that are opened one after the other
 */
record ForgettingLog(Log log, AtomicLong floor) implements Log {
  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    return log.append(p, expectedLast, record);
  }

  @Override
  public Cursor read(Partition p, long from) {
    return log.read(p, held(from));
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    return log.tail(p, held(from), sink);
  }

  @Override
  public long first(Partition p) {
    return Math.max(floor.get(), log.first(p));
  }

  @Override
  public long last(Partition p) {
    return log.last(p);
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    floor.accumulateAndGet(seq, Math::max);
  }

  @Override
  public void close() {
    log.close();
  }

  private long held(long from) {
    if (from < floor.get()) {
      throw new LogException("sequence " + from + " is forgotten, the first is " + floor);
    }
    return from;
  }
}
