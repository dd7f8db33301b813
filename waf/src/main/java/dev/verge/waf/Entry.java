package dev.verge.waf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value that rules look at, and where it is from. For one thread. */
final class Entry {
  private static final List<String> FEW = List.of("0", "1");

  /** What it is an entry of, such as {@code ARGS}. */
  final String collection;

  /** Its part of the collection as it was written, such as {@code id}; null: it is all. */
  private final @Nullable String part;

  /** The same in lower case; empty if it is all. */
  final String key;

  final String value;

  /** The value, under transformations too. */
  final Value shared;

  private Entry(String collection, @Nullable String part, String key, Value shared) {
    this.collection = collection;
    this.part = part;
    this.key = key;
    this.shared = shared;
    this.value = shared.plain;
  }

  /** What is all of a variable. */
  static Entry of(Variable variable, String value) {
    return of(variable, new Value(value));
  }

  /** What is all of a variable. */
  static Entry of(Variable variable, Value value) {
    return new Entry(variable.name(), null, "", value);
  }

  /**
   * An entry of a collection.
   *
   * @param part as it was written
   * @param key the same in lower case
   */
  static Entry of(Variable variable, String part, String key, Value value) {
    return new Entry(variable.name(), part, key, value);
  }

  /** An entry of a collection whose keys are in lower case already. */
  static Entry written(Variable variable, String key, String value) {
    return new Entry(variable.name(), key, key, new Value(value));
  }

  /** How many there are of something. */
  static Entry count(Variable variable, @Nullable String key, int count) {
    String number = count < FEW.size() ? FEW.get(count) : Integer.toString(count);
    return new Entry(variable.counted, key, "", new Value(number));
  }

  /** The same entry with another value. */
  Entry with(String other) {
    return other.equals(value) ? this : new Entry(collection, part, key, new Value(other));
  }

  /** How rules call it, such as {@code ARGS:id}. */
  String name() {
    return part == null ? collection : collection + ":" + part;
  }
}
