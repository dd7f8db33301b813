package dev.verge.waf;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value that rules look at, and what became of it under their transformations. For one thread.
 */
final class Entry {
  /** How rules call it, such as {@code ARGS:id}. */
  final String name;

  /** Its part of the collection in lower case, such as {@code id}; empty if it is no collection. */
  final String key;

  final String value;

  /** By pipeline; filled as they are asked for. */
  private @Nullable Text @Nullable [] texts;

  /** A value under some transformations, and the rules whose literals it has. */
  static final class Text {
    final String value;
    private long @Nullable [] hits;

    Text(String value) {
      this.value = value;
    }

    /** The rules that may match it, as far as their literals tell. */
    long[] hits(Gate gate) {
      long[] known = hits;
      if (known == null) {
        known = gate.scan(value);
        hits = known;
      }
      return known;
    }
  }

  Entry(String name, String key, String value) {
    this.name = name;
    this.key = key;
    this.value = value;
  }

  static Entry of(Variable variable, String value) {
    return new Entry(variable.name(), "", value);
  }

  static Entry of(Variable variable, String key, String value) {
    return new Entry(variable.name() + ":" + key, key.toLowerCase(Locale.ROOT), value);
  }

  /** The value under a pipeline's transformations. */
  Text under(Pipeline pipeline, int pipelines) {
    @Nullable Text[] all = texts;
    if (all == null) {
      all = new Text[pipelines];
      texts = all;
    }
    Text text = all[pipeline.id];
    if (text == null) {
      text = make(pipeline, pipelines);
      all[pipeline.id] = text;
    }
    return text;
  }

  private Text make(Pipeline pipeline, int pipelines) {
    Pipeline before = pipeline.before;
    if (before == null) {
      return new Text(value);
    }
    Text text = under(before, pipelines);
    String changed = pipeline.apply(text.value);
    // What did not change shares what was found out about it.
    return changed.equals(text.value) ? text : new Text(changed);
  }
}
