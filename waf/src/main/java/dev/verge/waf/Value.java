package dev.verge.waf;

import dev.verge.waf.transform.SimpleValues;
import org.jspecify.annotations.Nullable;

/**
 * What rules look at, under their transformations as they are asked for. Shared by all entries of a
 * request that have the same value. For one thread.
 */
final class Value {
  final String plain;

  /** Whether transformations that keep simple values need not be tried. */
  final boolean simple;

  /** Of the selections that it is in, the last to ask for it: so that each has it once. */
  @Nullable Selection lastSortedFor;

  private final Text untransformed;

  /** By pipeline. */
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

  Value(String plain) {
    this.plain = plain;
    this.simple = SimpleValues.includes(plain);
    this.untransformed = new Text(plain);
  }

  /** The value under a pipeline's transformations. */
  Text under(Pipeline pipeline, int pipelines) {
    if (pipeline.before == null || (simple && pipeline.keepsSimple)) {
      return untransformed;
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
