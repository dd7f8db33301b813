package dev.verge.waf;

import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does once, at load, what rules would do in the same way for every request. A rule set spends much
 * of a request on itself: it gives its settings their defaults, compares them again and again, and
 * skips what they turn off.
 *
 * <p>The rules are walked in their order with what is known of the values that they write ({@link
 * KnownValues}): nothing is written at first, and where two ways meet, what both know is known. So
 * a rule that looks at one such value may have an answer that no request changes. If it is no, the
 * rule is left out. If it is yes, it goes into one rule with its neighbours, which always matches
 * and does what all of them do; and what it skips is left out, unless another way leads there.
 * (Conditional constant propagation: Wegman and Zadeck, 1991.)
 *
 * <p>What rules look at in a request is never known, nor what a match of theirs writes. A rule that
 * may match stays as it is written; so does one that always does, but logs, captures, interrupts,
 * is a chain or does something other than to set values; and phase 5, since a request may come
 * there from anywhere. For other phases what is found holds only for a request that comes through
 * all phases before, each to its end, while no {@code ctl} removes rules that were thought to
 * match: {@link Transaction} sees to it that others go by the rules as they are written.
 */
final class ConstantFolding {
  private enum Answer {
    YES,
    NO,
    MAYBE
  }

  private final List<Rule> rules;

  private final BitSet carriedOut;

  /** For each place among the rules what is known on the ways to it; null: there is no way. */
  private final @Nullable KnownValues[] at;

  /** Places to which a request may skip. */
  private final BitSet landings = new BitSet();

  /** For each place among the rules the one where the remaining ones go on. */
  private final int[] moved;

  /** Rules that remain; where they skip to, they say by places among the rules as they are. */
  private final List<Rule> kept = new ArrayList<>();

  /** Actions that always follow, and the last rule that they are from. */
  private final List<Action> pending = new ArrayList<>();

  private @Nullable Rule last;

  private ConstantFolding(List<Rule> rules, KnownValues start, BitSet carriedOut) {
    this.rules = rules;
    this.carriedOut = carriedOut;
    this.at = new KnownValues[rules.size() + 1];
    this.moved = new int[rules.size() + 1];
    at[0] = start;
  }

  /**
   * Phases without what can be known beforehand.
   *
   * @param phases by number
   * @param carriedOut the places, among all rules, of those that always match and are left out
   */
  record Result(List<List<Rule>> phases, BitSet carriedOut) {}

  /** Leaves out of phases what can be known beforehand. */
  static Result fold(List<List<Rule>> phases) {
    List<List<Rule>> folded = new ArrayList<>();
    BitSet carriedOut = new BitSet();
    KnownValues known = new KnownValues();
    for (int phase = 0; phase < Plan.PHASES; phase++) {
      ConstantFolding folding = new ConstantFolding(phases.get(phase), known, carriedOut);
      folded.add(folding.fold());
      known = Objects.requireNonNull(folding.at[phases.get(phase).size()]);
    }
    folded.add(phases.get(Plan.PHASES));
    return new Result(List.copyOf(folded), carriedOut);
  }

  private List<Rule> fold() {
    for (int i = 0; i < rules.size(); i++) {
      arrive(i);
      KnownValues known = at[i];
      if (known == null) {
        continue;
      }
      Rule rule = rules.get(i);
      switch (answer(rule, known)) {
        case NO -> lead(known, i + 1);
        case YES -> carryOut(rule, i, known);
        case MAYBE -> keep(rule, i, known);
      }
    }
    emit(-1);
    moved[rules.size()] = kept.size();
    return kept.stream().map(r -> r.goOn < 0 ? r : r.goingOnAt(moved[r.goOn])).toList();
  }

  /** Who skips to a place must not do what comes before it. */
  private void arrive(int place) {
    if (landings.get(place)) {
      emit(-1);
      moved[place] = kept.size();
    }
  }

  private void lead(KnownValues known, int place) {
    KnownValues other = at[place];
    if (other == null) {
      at[place] = known.copy();
    } else {
      other.meet(known);
    }
  }

  /** Does what a rule does that always matches. */
  private void carryOut(Rule rule, int place, KnownValues known) {
    rule.actions.forEach(action -> write((Action.SetVar) action, known));
    pending.addAll(rule.actions);
    last = rule;
    carriedOut.set(rule.place);
    int goOn = rule.goOn < 0 ? place + 1 : rule.goOn;
    for (int i = place + 1; i < goOn; i++) {
      if (at[i] != null) { // others come this way, and do not skip it
        emit(goOn);
        landings.set(goOn);
        break;
      }
    }
    lead(known, goOn);
  }

  private void keep(Rule first, int place, KnownValues known) {
    emit(-1);
    kept.add(first);
    for (Rule link = first; link != null; link = link.next) {
      forgetWritten(link, known);
    }
    lead(known, place + 1);
    if (first.goOn >= 0) {
      lead(known, first.goOn);
      landings.set(first.goOn);
    }
  }

  /** Makes a rule of what is pending. */
  private void emit(int goOn) {
    if (last != null && (!pending.isEmpty() || goOn >= 0)) {
      kept.add(last.always(List.copyOf(pending), goOn));
      pending.clear();
    }
  }

  private static void write(Action.SetVar set, KnownValues known) {
    String name = set.name().known(known);
    String value = set.value().known(known);
    if (name == null) {
      forgetWritten(set, known);
      return;
    }
    Target.Key key = new Target.Key(set.collection(), Ascii.lower(name));
    if (set.change() == Action.Change.REMOVE) {
      known.remove(key);
    } else if (set.change() == Action.Change.SET && value != null) {
      known.put(key, value);
    } else {
      known.forget(key);
    }
  }

  private static void forgetWritten(Rule link, KnownValues known) {
    if (link.captures) {
      Variables.GROUP_NAMES.forEach(name -> known.forget(new Target.Key(Variable.TX, name)));
    }
    for (Action action : link.actions) {
      if (action instanceof Action.SetVar set) {
        forgetWritten(set, known);
      }
    }
  }

  /** A rule that matches twice writes twice, and its names may change between. */
  private static void forgetWritten(Action.SetVar set, KnownValues known) {
    Target.Key key = new Target.Key(set.collection(), Ascii.lower(set.name().beginning()));
    if (set.name().isLiteral()) {
      known.forget(key);
    } else {
      known.forgetAll(key);
    }
  }

  private static Answer answer(Rule first, KnownValues known) {
    for (Rule link = first; link != null; link = link.next) {
      Answer answer = answerOf(link, known);
      if (answer == Answer.NO) {
        return Answer.NO;
      }
      if (answer == Answer.YES && first.next == null && isFoldable(first)) {
        return Answer.YES;
      }
      if (link.captures || !link.actions.isEmpty()) {
        break; // it may do something even if what follows says no, and change what that says
      }
    }
    return Answer.MAYBE;
  }

  private static boolean isFoldable(Rule rule) {
    return !rule.identity.logged()
        && !rule.captures
        && rule.disruption instanceof Disruption.Pass
        && rule.actions.stream().allMatch(ConstantFolding::isFoldable);
  }

  /** Whether it sets a value, and to what does not depend on what matched. */
  private static boolean isFoldable(Action action) {
    return action instanceof Action.SetVar set
        && set.name().isOfWritten()
        && set.value().isOfWritten();
  }

  private static Answer answerOf(Rule link, KnownValues known) {
    Rule.Look look = link.look;
    Rule.Question question = link.question;
    if (look == null || question == null) {
      return Answer.YES;
    }
    String argument = question.argument().known(known);
    if (argument == null || look.everyStep() || look.at().size() != 1) {
      return Answer.MAYBE;
    }
    Target target = look.at().getFirst();
    Target.Key key = target.key();
    if (key == null || !known.isKnown(key)) {
      return Answer.MAYBE;
    }
    String value = known.get(key);
    if (target.counted()) {
      value = value == null ? "0" : "1";
    }
    if (value == null) {
      return Answer.NO; // there is nothing to ask about, whatever the question
    }
    String text = look.pipeline().applyAll(value);
    boolean yes = question.operator().matches(text, argument, null) != question.negated();
    return yes ? Answer.YES : Answer.NO;
  }
}
