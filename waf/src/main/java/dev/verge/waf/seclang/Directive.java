package dev.verge.waf.seclang;

import java.util.List;

/** A directive as it is written; what its words mean is not looked at. */
public sealed interface Directive {
  /** Where it stands. */
  Source at();

  /** {@code SecRule}. */
  record Rule(Source at, List<Target> targets, Operator operator, List<Action> actions)
      implements Directive {}

  /** {@code SecAction}: a rule that always matches. */
  record Always(Source at, List<Action> actions) implements Directive {}

  /** {@code SecMarker}: a place to skip to. */
  record Marker(Source at, String name) implements Directive {}

  /** {@code SecDefaultAction}. */
  record Defaults(Source at, List<Action> actions) implements Directive {}

  /** What an update or a removal is about. */
  enum By {
    ID,
    TAG,
    MSG
  }

  /** {@code SecRuleUpdateTargetById} and its like. */
  record UpdateTarget(Source at, By by, String which, List<Target> targets) implements Directive {}

  /** {@code SecRuleUpdateActionById}. */
  record UpdateAction(Source at, String id, List<Action> actions) implements Directive {}

  /** {@code SecRuleRemoveById} and its like. */
  record Remove(Source at, By by, List<String> which) implements Directive {}

  /** Any other directive: a setting of the engine. */
  record Setting(Source at, String name, List<String> values) implements Directive {}

  /**
   * An operator with its argument.
   *
   * @param name without {@code @}; {@code rx} where none is written
   */
  record Operator(boolean negated, String name, String argument) {}

  /**
   * An action.
   *
   * @param value empty if it has none
   */
  record Action(String name, String value) {}
}
