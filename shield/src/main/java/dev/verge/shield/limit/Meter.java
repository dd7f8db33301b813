package dev.verge.shield.limit;

import dev.verge.Limit;

/**
 * How permits of one key are spent and come back: an algorithm without state of its own. A key's
 * state is a slot of a {@link Shard}: its {@code spent}, its {@code clear} and a few {@code words}.
 * All calls for a slot are made under the shard's lock; {@code now} never goes back.
 */
sealed interface Meter permits ExactWindow, CellWindow, TokenBucketMeter {
  /** The algorithm that a limit asks for. */
  static Meter of(LimitSpec spec) {
    return switch (spec.algorithm()) {
      case Limit.Algorithm.TokenBucket _ -> new TokenBucketMeter(spec);
      case Limit.Algorithm.SlidingWindow _ ->
          spec.permits() <= ExactWindow.MAX_PERMITS ? new ExactWindow(spec) : new CellWindow(spec);
    };
  }

  /** How many ints of state a key takes. */
  int words();

  /** Takes back the permits that have come back by now: {@code spent} is right then. */
  void settle(Shard shard, int slot, long now);

  /** Spends permits, at least one, in a settled slot, as of a time that is not after now. */
  void spend(Shard shard, int slot, long now, long time, int count);

  /** Nanoseconds until a settled slot has one more permit to give than now; 0 when none is out. */
  long more(Shard shard, int slot, long now);
}
