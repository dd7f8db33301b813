package dev.verge.waf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a list of targets selects, and what literals their values have. Many entries
 * have the same value, and most have one that no transformation changes, so that all rules may be
 * told the same about it. For one thread.
 */
final class Selection {
  final List<Entry> entries;

  /** The different values of which transformations may make something else, and the others. */
  private final List<Value> changing = new ArrayList<>(0);

  private final List<Value> simple = new ArrayList<>(0);

  private final Mark mark = new Mark();

  private boolean sorted;
  private long @Nullable [] hitsOfSimple;

  /** Stands for a selection in values, which may be kept for longer and would keep it alive. */
  static final class Mark {}

  Selection(List<Entry> entries) {
    this.entries = entries;
  }

  /** The rules that may match one of the values under transformations. */
  long[] inspect(Rule.Look look, Plan plan) {
    if (!sorted) {
      sort();
      sorted = true;
    }
    long[] bits = new long[plan.gate().words()];
    merge(changing, look, plan, bits);
    if (!look.pipeline().keepsSimple) {
      merge(simple, look, plan, bits);
    } else {
      if (hitsOfSimple == null) {
        hitsOfSimple = new long[bits.length];
        merge(simple, look, plan, hitsOfSimple);
      }
      merge(hitsOfSimple, bits);
    }
    return bits;
  }

  private void sort() {
    for (Entry entry : entries) {
      Value value = entry.shared;
      if (value.lastSortedFor != mark) {
        value.lastSortedFor = mark;
        (value.simple ? simple : changing).add(value);
      }
    }
  }

  private static void merge(List<Value> values, Rule.Look look, Plan plan, long[] bits) {
    for (Value value : values) {
      if (look.everyStep()) {
        for (Pipeline step : look.pipeline().steps()) {
          merge(value.under(step, plan.pipelines()).hits(plan.gate()), bits);
        }
      } else {
        merge(value.under(look.pipeline(), plan.pipelines()).hits(plan.gate()), bits);
      }
    }
  }

  private static void merge(long[] from, long[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] |= from[i];
    }
  }
}
