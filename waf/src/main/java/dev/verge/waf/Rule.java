package dev.verge.waf;

import dev.verge.waf.operator.Groups;
import dev.verge.waf.operator.Operator;
import dev.verge.waf.seclang.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it runs. The links of a chain are rules too, found by {@link #next}; what is decided
 * and told is the first one's. Immutable once the plan is made.
 */
final class Rule {
  /** Who a rule is, and what it says. */
  record Identity(
      int id,
      Source at,
      int phase,
      Macro message,
      Macro data,
      int severity,
      List<String> tags,
      boolean logged) {}

  /**
   * What it looks at, and how.
   *
   * @param targets the number of the list of targets, if what they are does not change in a phase
   * @param everyStep whether it looks at what each transformation gives
   * @param plainKey if that is all that it looks at, without transformations
   */
  record Look(
      int targets,
      List<Target> at,
      Pipeline pipeline,
      boolean everyStep,
      Target.@Nullable Key plainKey) {}

  /**
   * The operator, its argument, and whether a no counts as a match.
   *
   * @param number among the questions whose answer depends on the value alone; else -1
   */
  record Question(Operator operator, Macro argument, boolean negated, int number) {
    /**
     * Whether the operator says yes.
     *
     * @param groups where to leave what was matched; null: nobody wants it
     */
    boolean isYes(Value.Text text, String argument, @Nullable Groups groups) {
      Value.Answers kept = number < 0 ? null : text.answers();
      if (kept == null) {
        return operator.matches(text.value, argument, groups);
      }
      if (kept.isNo(number)) {
        return false;
      }
      if (kept.isYes(number) && (groups == null || kept.capturedTo(groups, number))) {
        return true;
      }
      boolean yes = operator.matches(text.value, argument, groups);
      kept.keep(number, yes);
      if (yes && groups != null) {
        kept.keepCaptured(number, groups);
      }
      return yes;
    }
  }

  final Identity identity;

  /** Null: always matches. */
  final @Nullable Look look;

  final @Nullable Question question;
  final boolean captures;
  final List<Action> actions;
  final Disruption disruption;

  /** The chain's next link. */
  @Nullable Rule next;

  /** Its place among all rules. */
  int place;

  /** Its place among the rules of its phase as they are written. */
  int inPhase;

  /** Among what is looked at alike; -1: whether it can match is not known from literals. */
  int inspection = -1;

  /** The number of its operator at the gate; -1: it has none. */
  int gate = -1;

  /** Where the phase goes on after a match, if it skips. */
  int goOn = -1;

  Rule(
      Identity identity,
      @Nullable Look look,
      @Nullable Question question,
      boolean captures,
      List<Action> actions,
      Disruption disruption) {
    this.identity = identity;
    this.look = look;
    this.question = question;
    this.captures = captures;
    this.actions = actions;
    this.disruption = disruption;
  }

  /** A rule in place of this one that always matches, and does something else. */
  Rule always(List<Action> others, int goOnAt) {
    Rule rule = new Rule(identity, null, null, false, others, disruption);
    rule.place = place;
    rule.goOn = goOnAt;
    return rule;
  }

  /** The same rule among others, where it skips to another place. */
  Rule goingOnAt(int other) {
    Rule rule = new Rule(identity, look, question, captures, actions, disruption);
    rule.next = next;
    rule.place = place;
    rule.inPhase = inPhase;
    rule.inspection = inspection;
    rule.gate = gate;
    rule.goOn = other;
    return rule;
  }
}
