package dev.verge.waf;

import dev.verge.waf.operator.Groups;
import dev.verge.waf.regex.Regex;
import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All that rules can look at in one request, and what they write. For one thread. */
final class Variables {
  /** The Core Rule Set writes about a hundred values for each request. */
  private static final int USUAL_IN_TX = 120;

  /** What rules call captured groups in {@code TX}. */
  static final List<String> GROUP_NAMES =
      IntStream.range(0, Regex.MOST_GROUPS).mapToObj(i -> Integer.toString(i).intern()).toList();

  private final EnumMap<Variable, List<Entry>> entries = new EnumMap<>(Variable.class);
  private final EnumMap<Variable, Map<String, String>> written = new EnumMap<>(Variable.class);

  /** Names are values, too, and many values are there twice or more. */
  private final Map<String, Value> values = new HashMap<>();

  private final RecurringValues recurring;
  private final List<Entry> matched = new ArrayList<>();

  /** How many of the groups may be there: the others are not. */
  private int groups;

  Variables(RecurringValues recurring) {
    this.recurring = recurring;
  }

  /** The entries of a variable that rules do not write to, in order. */
  private List<Entry> of(Variable variable) {
    List<Entry> known = entries.get(variable);
    return known == null ? found(variable) : known;
  }

  private List<Entry> found(Variable variable) {
    Entry last = lastOfChain();
    return switch (variable) {
      case MATCHED_VARS -> List.copyOf(matched);
      case MATCHED_VARS_NAMES ->
          matched.stream()
              .map(e -> Entry.of(variable, e.name(), Ascii.lower(e.name()), new Value(e.name())))
              .toList();
      case MATCHED_VAR -> last == null ? List.of() : List.of(Entry.of(variable, last.value));
      case MATCHED_VAR_NAME -> last == null ? List.of() : List.of(Entry.of(variable, last.name()));
      case TIME_EPOCH ->
          List.of(Entry.of(variable, Long.toString(System.currentTimeMillis() / 1_000)));
      default -> List.of();
    };
  }

  /** The value of a key of what rules write, or null. */
  @Nullable String writtenValue(Target.Key key) {
    return map(key.variable()).get(key.name());
  }

  /** Adds what a target looks at. */
  void select(Target target, List<Entry> found) {
    Variable variable = target.variable();
    if (variable.isWritable()) {
      selectWritten(target, found);
      return;
    }
    List<Entry> all = of(variable);
    if (target.isAll()) {
      found.addAll(all);
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      Entry entry = all.get(i);
      // What matched is of other collections, and goes by its full name here.
      String key = variable == Variable.MATCHED_VARS ? Ascii.lower(entry.name()) : entry.key;
      if (target.selects(key)) {
        found.add(entry);
      }
    }
  }

  /** How many there are of what a target looks at. */
  int count(Target target) {
    if (target.variable().isWritable()
        && target.part() instanceof Target.Part.Named(String name)
        && !map(target.variable()).containsKey(name)) {
      return 0;
    }
    List<Entry> counted = new ArrayList<>();
    select(target, counted);
    return counted.size();
  }

  private void selectWritten(Target target, List<Entry> found) {
    Variable variable = target.variable();
    if (target.part() instanceof Target.Part.Named(String name)) {
      String value = map(variable).get(name);
      if (value != null && target.selects(name)) {
        found.add(Entry.written(variable, name, value));
      }
      return;
    }
    map(variable)
        .forEach((key, value) -> {
          if (target.selects(key)) {
            found.add(Entry.written(variable, key, value));
          }
        });
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
    add(variable, Entry.of(variable, key, Ascii.lower(key), shared(value)));
  }

  /** Adds an argument and its name, to the collections of its kind and to those of all. */
  void addArgument(Variable values, Variable names, String name, String value) {
    Value sharedName = shared(name);
    Value sharedValue = shared(value);
    String key = Ascii.lower(name);
    add(values, Entry.of(values, name, key, sharedValue));
    add(Variable.ARGS, Entry.of(Variable.ARGS, name, key, sharedValue));
    add(names, Entry.of(names, name, key, sharedName));
    add(Variable.ARGS_NAMES, Entry.of(Variable.ARGS_NAMES, name, key, sharedName));
  }

  /** Adds a header, and its name. */
  void addHeader(Variable values, Variable names, Header header) {
    String key = Ascii.lower(header.name());
    boolean recurs = RecurringValues.areOf(key);
    Value name = recurs ? recurring.of(header.name()) : shared(header.name());
    Value value = recurs ? recurring.of(header.value()) : shared(header.value());
    add(values, Entry.of(values, header.name(), key, value));
    add(names, Entry.of(names, header.name(), key, name));
  }

  private void add(Variable variable, Entry entry) {
    entries.computeIfAbsent(variable, v -> new ArrayList<>()).add(entry);
  }

  /** Sets what is no collection. */
  void set(Variable variable, String value) {
    entries.put(variable, List.of(Entry.of(variable, shared(value))));
  }

  /** A body that is not there is the same for all, and many rules look at it. */
  private Value shared(String value) {
    return value.isEmpty() ? recurring.of(value) : values.computeIfAbsent(value, Value::new);
  }

  void set(Variable variable, long value) {
    set(variable, Long.toString(value));
  }

  void write(Variable variable, String key, String value) {
    map(variable).put(key, value);
    if (key.length() == 1) {
      groups = GROUP_NAMES.size();
    }
  }

  /** Writes what was captured in place of what was captured before. */
  void capture(Groups captured) {
    Map<String, String> tx = map(Variable.TX);
    int before = groups;
    groups = 0;
    for (int i = 0; i < GROUP_NAMES.size(); i++) {
      String group = captured.get(i);
      if (group != null) {
        tx.put(GROUP_NAMES.get(i), group);
        groups = i + 1;
      } else if (i < before) {
        tx.remove(GROUP_NAMES.get(i));
      }
    }
  }

  void remove(Variable variable, String key) {
    map(variable).remove(key);
  }

  /** Notes a match; those of one chain are seen together. */
  void matched(Entry entry, String value) {
    matched.add(entry.with(value));
  }

  /** Where the chain matched last, or null. */
  @Nullable Entry lastOfChain() {
    return matched.isEmpty() ? null : matched.getLast();
  }

  /** Forgets the matches of the last chain, which are none of the next one's. */
  void forgetMatches() {
    if (!matched.isEmpty()) {
      matched.clear();
    }
  }

  private Map<String, String> map(Variable variable) {
    Map<String, String> map = written.get(variable);
    if (map == null) {
      map = LinkedHashMap.newLinkedHashMap(variable == Variable.TX ? USUAL_IN_TX : 0);
      written.put(variable, map);
    }
    return map;
  }
}
