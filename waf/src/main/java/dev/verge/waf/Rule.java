package dev.verge.waf;

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
   * @param writtenKey if that is all that it looks at
   */
  record Look(
      int targets,
      List<Target> at,
      Pipeline pipeline,
      boolean everyStep,
      Target.@Nullable Key writtenKey) {}

  /** The operator, its argument, and whether a no counts as a match. */
  record Question(Operator operator, Macro argument, boolean negated) {}

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

  /** Among what is looked at alike; its number at the gate; -1: it has no gate. */
  int inspection = -1;

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
}
