package dev.verge.waf;

import java.util.List;

/**
 * Rules as they run: for each phase a list in order, with everything found beforehand that does not
 * depend on a request. Shared by all requests, and immutable but for what is remembered of values.
 *
 * @param phases by number, from 1
 * @param foldings the same without what can be known beforehand
 * @param rules how many first links there are
 * @param targets how many different lists of targets
 * @param inspections how many different ways to look at values
 * @param pipelines how many different sequences of transformations
 * @param recurring values that many requests have
 */
record Plan(
    Settings settings,
    List<List<Rule>> phases,
    ConstantFolding.Result foldings,
    Gate gate,
    int rules,
    int targets,
    int inspections,
    int pipelines,
    RecurringValues recurring) {
  static final int PHASES = 5;
}
