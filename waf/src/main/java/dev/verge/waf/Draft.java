package dev.verge.waf;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.Source;
import org.jspecify.annotations.Nullable;

/** A rule, or a link of a chain, as it is written, until it is known what else is said of it. */
final class Draft {
  final Source at;

  /** Its place among all rules and markers. */
  final int order;

  /** Null: it always matches. */
  final Directive.@Nullable Operator operator;

  final TargetReader targets = new TargetReader();
  final ActionReader actions;

  /** What {@code block} stands for, or null. */
  final @Nullable ActionReader standard;

  /** The chain's next link. */
  @Nullable Draft next;

  Draft(
      Source at,
      int order,
      Directive.@Nullable Operator operator,
      ActionReader actions,
      @Nullable ActionReader standard) {
    this.at = at;
    this.order = order;
    this.operator = operator;
    this.actions = actions;
    this.standard = standard;
  }
}
