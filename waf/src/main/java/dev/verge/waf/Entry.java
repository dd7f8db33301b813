package dev.verge.waf;

import dev.verge.waf.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * A value that rules look at, and what became of it under their transformations. For one thread.
 */
final class Entry {
  /** What it is an entry of, such as {@code ARGS}. */
  final String collection;

  /** Its part of the collection as it was written, such as {@code id}; null: it is all. */
  private final @Nullable String part;

  /** The same in lower case; empty if it is all. */
  final String key;

  final String value;

  /** Without any transformation, which many never need more than. */
  private @Nullable Text plain;

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

  private Entry(String collection, @Nullable String part, String key, String value) {
    this.collection = collection;
    this.part = part;
    this.key = key;
    this.value = value;
  }

  /** What is all of a variable. */
  static Entry of(Variable variable, String value) {
    return new Entry(variable.name(), null, "", value);
  }

  /** An entry of a collection. */
  static Entry of(Variable variable, String key, String value) {
    return new Entry(variable.name(), key, Ascii.lower(key), value);
  }

  /** An entry of a collection whose keys are in lower case already. */
  static Entry written(Variable variable, String key, String value) {
    return new Entry(variable.name(), key, key, value);
  }

  /** How many there are of something. */
  static Entry count(Variable variable, @Nullable String key, int count) {
    return new Entry("&" + variable.name(), key, "", Integer.toString(count));
  }

  /** The same entry with another value. */
  Entry with(String other) {
    return new Entry(collection, part, key, other);
  }

  /** How rules call it, such as {@code ARGS:id}. */
  String name() {
    return part == null ? collection : collection + ":" + part;
  }

  /** The value under a pipeline's transformations. */
  Text under(Pipeline pipeline, int pipelines) {
    if (pipeline.before == null) {
      Text text = plain;
      if (text == null) {
        text = new Text(value);
        plain = text;
      }
      return text;
    }
    @Nullable Text[] all = texts;
    if (all == null) {
      all = new Text[pipelines];
      texts = all;
    }
    Text text = all[pipeline.id];
    if (text == null) {
      text = make(pipeline, pipeline.before, pipelines);
      all[pipeline.id] = text;
    }
    return text;
  }

  private Text make(Pipeline pipeline, Pipeline before, int pipelines) {
    Text text = under(before, pipelines);
    String changed = pipeline.apply(text.value);
    // What did not change shares what was found out about it.
    return changed.equals(text.value) ? text : new Text(changed);
  }
}
