package dev.verge.shield.limit;

import dev.verge.shield.limit.CountsMessage.Round;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of this location that some other has not acknowledged.
 *
 * <p>Each message has all rounds that its receiver has not acknowledged, oldest first, whether or
 * not they are under way already. So nothing waits for an answer, a message that is lost is made
 * good by the next one, and a receiver needs to know the last number only to take each round once.
 *
 * <p>What is kept is bounded twice: a round that no limit would heed any more goes, and the oldest
 * go while there are more than {@link #MAX_KEYS} keys. The latter are counted as lost: a location
 * that cannot be reached then learns less, and admits more. Thread-safe.
 */
final class Outbox {
  /** With all of them a message has less than {@link CountsMessage#MAX_BYTES}. */
  static final int MAX_KEYS = 1 << 16;

  private final long incarnation;
  private final long horizonNanos;
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long number;
  private int keys;
  private long lost;

  private record Kept(Round round, long endNanos) {}

  Outbox(long incarnation, Collection<String> others, long horizonNanos) {
    this.incarnation = incarnation;
    this.horizonNanos = horizonNanos;
    others.forEach(other -> acknowledged.put(other, 0L));
  }

  /** Keeps a round that ends now; an empty one leaves no trace. */
  synchronized void add(List<Counts> limits, long now) {
    if (!limits.isEmpty()) {
      Round round = new Round(++number, 0, limits);
      kept.addLast(new Kept(round, now));
      keys += round.keys();
    }
    forget(now);
  }

  /** What a location is to be told, or null for nothing. */
  synchronized byte @Nullable [] message(String to, long now) {
    long known = known(to);
    List<Round> rounds =
        kept.stream()
            .filter(each -> each.round.number() > known)
            .map(each -> each.round.aged((now - each.endNanos) / 1_000))
            .toList();
    return rounds.isEmpty() ? null : new CountsMessage(incarnation, rounds).toBytes();
  }

  /** A location needs no round up to this one any more. */
  synchronized void acknowledged(String by, long upTo) {
    if (upTo > number) {
      throw new IllegalArgumentException(
          by + " acknowledges round " + upTo + " of limits, the last one was " + number);
    }
    acknowledged.put(by, Math.max(known(by), upTo));
  }

  /** Admissions that were dropped before every location knew them. */
  synchronized long lost() {
    return lost;
  }

  private void forget(long now) {
    long knownToAll =
        acknowledged.values().stream().mapToLong(Long::longValue).min().orElse(number);
    for (Kept oldest = kept.peekFirst(); oldest != null; oldest = kept.peekFirst()) {
      boolean needed = oldest.round.number() > knownToAll && now - oldest.endNanos < horizonNanos;
      if (needed && keys <= MAX_KEYS) {
        return;
      }
      kept.removeFirst();
      keys -= oldest.round.keys();
      lost += needed ? admissions(oldest.round) : 0;
    }
  }

  private static long admissions(Round round) {
    long sum = 0;
    for (Counts counts : round.limits()) {
      for (int i = 0; i < counts.size(); i++) {
        sum += counts.count(i);
      }
    }
    return sum;
  }

  private long known(String location) {
    Long known = acknowledged.get(location);
    if (known == null) {
      throw new IllegalArgumentException("limits are not shared with " + location);
    }
    return known;
  }
}
