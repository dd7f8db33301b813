package dev.verge.shield.limit;

import dev.verge.shield.limit.CountsMessage.Round;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes in the rounds of one other location, each of them once. A message that comes twice, late or
 * after a later one has no round that is new; one of the sender's life before its restart has none
 * either. A number that is missing was given up by the sender. Thread-safe.
 */
final class Inbox {
  private final Map<String, RateLimiter> limits;
  private final LongAdder unknown;
  private long incarnation;
  private long earlier;
  private long last;

  /**
   * @param unknown counts admissions of limits that there are none of here
   */
  Inbox(Map<String, RateLimiter> limits, LongAdder unknown) {
    this.limits = limits;
    this.unknown = unknown;
  }

  /** Spends what the rounds say, and returns up to which number all are known. */
  synchronized long take(CountsMessage message) {
    if (message.incarnation() == earlier) {
      return 0;
    }
    if (message.incarnation() != incarnation) {
      earlier = incarnation;
      incarnation = message.incarnation();
      last = 0;
    }
    for (Round round : message.rounds()) {
      if (round.number() > last) {
        last = round.number();
        enter(round);
      }
    }
    return last;
  }

  private void enter(Round round) {
    long ageNanos = round.ageMicros() * 1_000;
    for (Counts counts : round.limits()) {
      RateLimiter limit = limits.get(counts.limit());
      for (int i = 0; i < counts.size(); i++) {
        if (limit == null) {
          unknown.add(counts.count(i));
        } else if (ageNanos < limit.spec().horizonNanos()) {
          limit.enter(counts.key(i), counts.count(i), ageNanos);
        }
      }
    }
  }
}
