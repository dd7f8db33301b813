package dev.verge.waf;

import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that rules can look at in one request, and what they write. For one thread. */
final class Variables {
  private final EnumMap<Variable, List<Entry>> entries = new EnumMap<>(Variable.class);
  private final EnumMap<Variable, Map<String, String>> written = new EnumMap<>(Variable.class);

  /** Names are values, too, and many values are there twice or more. */
  private final Map<String, Value> values = new HashMap<>();

  private final List<Entry> matched = new ArrayList<>();
  private @Nullable Entry lastMatched;

  /** The entries of a variable, in order. */
  List<Entry> of(Variable variable) {
    if (variable.isWritable()) {
      List<Entry> all = new ArrayList<>();
      map(variable).forEach((key, value) -> all.add(Entry.written(variable, key, value)));
      return all;
    }
    return switch (variable) {
      case MATCHED_VARS -> List.copyOf(matched);
      case MATCHED_VARS_NAMES ->
          matched.stream().map(e -> Entry.of(variable, e.name(), new Value(e.name()))).toList();
      case MATCHED_VAR ->
          lastMatched == null ? List.of() : List.of(Entry.of(variable, lastMatched.value));
      case MATCHED_VAR_NAME ->
          lastMatched == null ? List.of() : List.of(Entry.of(variable, lastMatched.name()));
      case TIME_EPOCH ->
          List.of(Entry.of(variable, Long.toString(System.currentTimeMillis() / 1_000)));
      default -> entries.getOrDefault(variable, List.of());
    };
  }

  /** The entry of a key, in lower case, of what rules write, or null. */
  @Nullable Entry written(Variable variable, String key) {
    String value = map(variable).get(key);
    return value == null ? null : Entry.written(variable, key, value);
  }

  /** Adds what a target looks at. */
  void select(Target target, List<Entry> found) {
    Variable variable = target.variable();
    if (variable.isWritable()) {
      map(variable)
          .forEach((key, value) -> {
            if (target.selects(key)) {
              found.add(Entry.written(variable, key, value));
            }
          });
      return;
    }
    for (Entry entry : of(variable)) {
      // What matched is of other collections, and goes by its full name here.
      String key = variable == Variable.MATCHED_VARS ? Ascii.lower(entry.name()) : entry.key;
      if (target.selects(key)) {
        found.add(entry);
      }
    }
  }

  /** The value of a key, or of what is no collection; empty if there is none. */
  String first(Variable variable, String key) {
    if (variable.isWritable()) {
      return map(variable).getOrDefault(key, "");
    }
    for (Entry entry : of(variable)) {
      if (key.isEmpty() || entry.key.equals(key)) {
        return entry.value;
      }
    }
    return "";
  }

  /** Adds to a collection. */
  void add(Variable variable, String key, String value) {
    entries
        .computeIfAbsent(variable, v -> new ArrayList<>())
        .add(Entry.of(variable, key, shared(value)));
  }

  /** Sets what is no collection. */
  void set(Variable variable, String value) {
    entries.put(variable, List.of(Entry.of(variable, shared(value))));
  }

  private Value shared(String value) {
    return values.computeIfAbsent(value, Value::new);
  }

  void set(Variable variable, long value) {
    set(variable, Long.toString(value));
  }

  void write(Variable variable, String key, String value) {
    map(variable).put(key, value);
  }

  void remove(Variable variable, String key) {
    map(variable).remove(key);
  }

  /** Notes a match; those of one chain are seen together. */
  void matched(Entry entry, String value) {
    Entry seen = entry.with(value);
    matched.add(seen);
    lastMatched = seen;
  }

  /** Where the chain matched last, or null. */
  @Nullable Entry lastOfChain() {
    return matched.isEmpty() ? null : matched.getLast();
  }

  /** Forgets the matches of the last chain. */
  void forgetMatches() {
    if (!matched.isEmpty()) {
      matched.clear();
    }
  }

  private Map<String, String> map(Variable variable) {
    Map<String, String> map = written.get(variable);
    if (map == null) {
      map = new LinkedHashMap<>();
      written.put(variable, map);
    }
    return map;
  }
}
