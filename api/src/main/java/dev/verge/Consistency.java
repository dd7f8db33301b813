package dev.verge;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How consistent reads of a dataset are. Declared per dataset, enforced per request. */
public sealed interface Consistency {
  /**
   * Reads are local while the view's measured lag is within {@code maxLag}; past it the reactions
   * are tried in order.
   *
   * @param maxLag null: any lag will do
   * @param past what to do past it, tried in order; empty: answer 503
   */
  record Eventual(@Nullable Duration maxLag, List<PastLag> past) implements Consistency {}

  /** A client sees its own writes, anywhere: its bookmark says how far a view must have come. */
  record ReadAfterWrite() implements Consistency {}

  /** Every read sees every acknowledged write: it happens at the primary. */
  record Strong() implements Consistency {}

  /**
   * KV only: a key lives at the home that its name tells (see {@link Kv#newKey}); it is read and
   * written there.
   *
   * @param orStale whether the local copy, marked stale, serves while the home is out of reach
   */
  record StrongPerUser(boolean orStale) implements Consistency {}

  /** What a read may do when the local view lags too far behind. */
  enum PastLag {
    /** Ask the primary. */
    FORWARD,
    /** Serve the local view and say so in {@code Verge-Stale}. */
    STALE
  }

  /** The bound of an eventual dataset. */
  record MaxLag(Duration bound) {}

  /** Eventually consistent, with no bound on the lag. */
  static Consistency eventual() {
    return new Eventual(null, List.of());
  }

  /** Eventually consistent within a bound; what to do past it is tried in the order given. */
  static Consistency eventual(MaxLag maxLag, PastLag... past) {
    return new Eventual(maxLag.bound(), List.of(past));
  }

  /** The bound on the lag of reads. */
  static MaxLag maxLag(Duration bound) {
    return new MaxLag(bound);
  }

  /** Past the bound, ask the primary. */
  static PastLag orForward() {
    return PastLag.FORWARD;
  }

  /** Past the bound, serve what is here and say so. */
  static PastLag orStale() {
    return PastLag.STALE;
  }

  /** A client sees its own writes. */
  static Consistency readAfterWrite() {
    return new ReadAfterWrite();
  }

  /** The same for a KV dataset, under the name that is usual there. */
  static Consistency readYourWrites() {
    return new ReadAfterWrite();
  }

  /** Every read sees every acknowledged write. */
  static Consistency strong() {
    return new Strong();
  }

  /** Every key is strong at its home; 503 while the home is out of reach. */
  static Consistency strongPerUser() {
    return new StrongPerUser(false);
  }

  /** Every key is strong at its home; the local copy, marked stale, while it is out of reach. */
  static Consistency strongPerUser(PastLag orStale) {
    return new StrongPerUser(orStale == PastLag.STALE);
  }
}
