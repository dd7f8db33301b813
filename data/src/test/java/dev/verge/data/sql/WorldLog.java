package dev.verge.data.sql;

import dev.verge.log.Ambiguous;
import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The logs of all sites as one location sees them: what is sited elsewhere is out of reach while
 * the location is cut.
 *
 * @param logs by site, also those that come later
 * @param connected whether a message gets from the first location to the second
 */
record WorldLog(String here, Map<String, Log> logs, BiPredicate<String, String> connected)
    implements Log {
  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    return log(p).append(p, expectedLast, record);
  }

  @Override
  public Cursor read(Partition p, long from) {
    return log(p).read(p, from);
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    return log(p)
        .tail(
            p,
            from,
            entry -> {
              log(p);
              sink.accept(entry);
            });
  }

  @Override
  public long first(Partition p) {
    return log(p).first(p);
  }

  @Override
  public long last(Partition p) {
    return log(p).last(p);
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    log(p).truncateBelow(p, seq);
  }

  @Override
  public void close() {}

  private Log log(Partition p) {
    Log log = logs.get(p.site());
    if (log == null || !connected.test(here, p.site())) {
      throw new LogException("the log at " + p.site() + " is out of reach from " + here);
    }
    return log;
  }
}
