package dev.verge.waf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One phase of a request: what its rules look at stays as it is, so that what is found once serves
 * all rules that look at the same.
 *
 * <p>The way of a rule: rules that look alike (same targets, same transformations) share an
 * <em>inspection</em>. The first of them to be asked has all values transformed and scanned for the
 * literals of all rules at once ({@link Gate}); from then on "can this rule match?" is one bit, and
 * nearly all rules end there. Only a rule with its bit set, or without literals to look for, has
 * its operator run over the values. For one thread.
 */
final class Phase {
  private final Plan plan;
  private final Variables variables;
  private final @Nullable Selection[] selected;
  private final long[] @Nullable [] candidates;

  Phase(Plan plan, Variables variables) {
    this.plan = plan;
    this.variables = variables;
    this.selected = new Selection[plan.targets()];
    this.candidates = new long[plan.inspections()] @Nullable [];
  }

  /** Whether a rule can match at all, as far as the literals that it needs tell. */
  boolean mayMatch(Rule rule) {
    Rule.Look look = rule.look;
    if (rule.inspection < 0 || look == null) {
      return true;
    }
    long[] bits = candidates[rule.inspection];
    if (bits == null) {
      bits = selection(look).inspect(look, plan);
      candidates[rule.inspection] = bits;
    }
    return isSet(bits, rule.gate);
  }

  /** Whether the operator can say yes to a value, as far as its literals tell. */
  boolean mayMatch(Rule rule, Value.Text text) {
    return rule.gate < 0 || isSet(text.hits(plan.gate()), rule.gate);
  }

  /** What a rule looks at. */
  List<Entry> entries(Rule.Look look) {
    return look.targets() < 0 ? select(look.at()) : selection(look).entries;
  }

  private Selection selection(Rule.Look look) {
    Selection known = selected[look.targets()];
    if (known == null) {
      known = new Selection(select(look.at()));
      selected[look.targets()] = known;
    }
    return known;
  }

  private List<Entry> select(List<Target> targets) {
    List<Entry> found = new ArrayList<>(targets.size());
    for (Target target : targets) {
      if (target.counted()) {
        found.add(count(target));
      } else {
        variables.select(target, found);
      }
    }
    return found;
  }

  private Entry count(Target target) {
    String key = target.part() instanceof Target.Part.Named(String name) ? name : null;
    return Entry.count(target.variable(), key, variables.count(target));
  }

  private static boolean isSet(long[] bits, int bit) {
    return (bits[bit >> 6] >>> bit & 1) != 0;
  }
}
