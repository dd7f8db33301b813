package dev.verge.waf;

import dev.verge.waf.operator.Groups;
import dev.verge.waf.transform.SimpleValues;
import org.jspecify.annotations.Nullable;

/**
 * What rules look at, under their transformations as they are asked for. Shared by all entries of a
 * request that have the same value, and some by many requests ({@link RecurringValues}), at the
 * same time too: whatever is kept here may be lost or worked out twice, but never be wrong.
 */
final class Value {
  final String plain;

  /** Whether transformations that keep simple values need not be tried. */
  final boolean simple;

  /** The mark of the last selection that sorted it: so that each has it once. */
  Selection.@Nullable Mark lastSortedFor;

  private final Text untransformed;
  private final int questions;

  /** By pipeline. */
  private @Nullable Text @Nullable [] texts;

  /** A value under some transformations, and what is known about it. */
  static final class Text {
    final String value;
    private final @Nullable Answers answers;
    private @Nullable Hits hits;

    /**
     * The rules that may match, by their numbers at the gate. Final, so that all threads see it.
     */
    private record Hits(long[] bits) {}

    private Text(String value, int questions) {
      this.value = value;
      this.answers = questions == 0 ? null : new Answers(questions);
    }

    /** The rules that may match it, as far as their literals tell. */
    long[] hits(Gate gate) {
      Hits known = hits;
      if (known == null) {
        known = new Hits(gate.scan(value));
        hits = known;
      }
      return known.bits;
    }

    /** The answers that are kept; null: none are. */
    @Nullable Answers answers() {
      return answers;
    }
  }

  /** Which questions of rules have been answered how. */
  static final class Answers {
    private final long[] yes;
    private final long[] no;

    /** What the last question captured that had a yes. */
    private @Nullable Captured captured;

    /** Final, so that all threads see it. */
    private record Captured(int question, @Nullable String[] groups) {}

    private Answers(int questions) {
      yes = new long[(questions + 63) / 64];
      no = new long[yes.length];
    }

    /** Whether a question was answered with yes. */
    boolean isYes(int question) {
      return (yes[question >> 6] >>> question & 1) != 0;
    }

    /** Whether a question was answered with no. */
    boolean isNo(int question) {
      return (no[question >> 6] >>> question & 1) != 0;
    }

    /** Leaves what a question captured, if it is known. */
    boolean capturedTo(Groups groups, int question) {
      Captured known = captured;
      if (known == null || known.question != question) {
        return false;
      }
      groups.set(known.groups);
      return true;
    }

    void keepCaptured(int question, Groups groups) {
      captured = new Captured(question, groups.copy());
    }

    /** Keeps an answer, unless another thread writes at the same moment. */
    void keep(int question, boolean answer) {
      (answer ? yes : no)[question >> 6] |= 1L << question;
    }
  }

  /** A value of one request. */
  Value(String plain) {
    this(plain, 0);
  }

  /**
   * A value of many requests.
   *
   * @param questions how many there are whose answers are kept
   */
  Value(String plain, int questions) {
    this.plain = plain;
    this.simple = SimpleValues.includes(plain);
    this.questions = questions;
    this.untransformed = new Text(plain, questions);
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
    return changed.equals(text.value) ? text : new Text(changed, questions);
  }
}
