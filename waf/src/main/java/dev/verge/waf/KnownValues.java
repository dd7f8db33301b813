package dev.verge.waf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known, before there is a request, of the values that rules will have written at some
 * point. For one thread.
 */
final class KnownValues {
  /** What was written; empty: something that is not known. Other keys have not been written. */
  private final Map<Target.Key, Optional<String>> written;

  /** How keys begin that may have been written. */
  private final Set<Target.Key> lost;

  /** Nothing has been written. */
  KnownValues() {
    this(Map.of(), Set.of());
  }

  private KnownValues(Map<Target.Key, Optional<String>> written, Set<Target.Key> lost) {
    this.written = new HashMap<>(written);
    this.lost = new HashSet<>(lost);
  }

  KnownValues copy() {
    return new KnownValues(written, lost);
  }

  /** Whether it is known what a key has, or that it has nothing. */
  boolean isKnown(Target.Key key) {
    Optional<String> value = written.get(key);
    return (value == null || value.isPresent()) && lost.stream().noneMatch(key::beginsWith);
  }

  /** What a known key has; null: nothing. */
  @Nullable String get(Target.Key key) {
    Optional<String> value = written.get(key);
    return value == null ? null : value.orElse(null);
  }

  void put(Target.Key key, String value) {
    written.put(key, Optional.of(value));
  }

  void remove(Target.Key key) {
    written.remove(key);
  }

  /** Something is written to a key. */
  void forget(Target.Key key) {
    written.put(key, Optional.empty());
  }

  /** Something is written to a key of which only the beginning is known. */
  void forgetAll(Target.Key beginning) {
    lost.add(beginning);
  }

  /** Keeps what is known on another way, too, that leads to the same point. */
  void meet(KnownValues other) {
    lost.addAll(other.lost);
    Set<Target.Key> keys = new HashSet<>(written.keySet());
    keys.addAll(other.written.keySet());
    for (Target.Key key : keys) {
      Optional<String> here = written.get(key);
      if (here == null || !here.equals(other.written.get(key))) {
        forget(key);
      }
    }
  }
}
