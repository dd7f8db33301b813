package dev.verge.waf;

import dev.verge.waf.operator.Operator;
import dev.verge.waf.regex.RegexException;
import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a plan of directives: first all rules with what updates and removals say of them ({@link
 * Drafts}), then what can be known beforehand of all together (gates, inspections, where skips go,
 * what no request changes).
 */
final class Compiler {
  private final Drafts drafts;
  private final DataFiles files;
  private final Map<Draft, Operator> operators = new ConcurrentHashMap<>();
  private final Pipeline.Tree pipelines = new Pipeline.Tree();
  private final Map<List<Target>, Integer> targets = new HashMap<>();

  /** Rules that ask the same share how they do: many do, and what is used often is at hand. */
  private final Map<Rule.Look, Rule.Look> looks = new HashMap<>();

  private final Map<Directive.Operator, Rule.Question> comparisons = new HashMap<>();
  private int questions;

  /** Where operators find the lines of files. */
  interface DataFiles {
    /** The lines of a file that a rule names, as bytes. */
    List<String> lines(Source rule, String name) throws IOException;
  }

  private Compiler(Drafts drafts, DataFiles files) {
    this.drafts = drafts;
    this.files = files;
  }

  /**
   * Makes a plan.
   *
   * @throws SecLangException naming file and line of what is not understood
   */
  static Plan compile(List<Directive> directives, DataFiles files) {
    return new Compiler(Drafts.of(directives), files).plan();
  }

  private Plan plan() {
    List<Draft> firsts = drafts.rules();
    List<Draft> all = new ArrayList<>();
    for (Draft first : firsts) {
      for (Draft draft = first; draft != null; draft = draft.next) {
        all.add(draft);
      }
    }
    // Expressions take long to compile, and do not depend on each other.
    all.parallelStream().forEach(this::compileOperator);
    all.forEach(draft -> resolve(draft, firsts));
    List<Rule> rules = new ArrayList<>();
    for (Draft first : firsts) {
      rules.add(chain(first, rules.size()));
    }
    List<List<Rule>> phases = phases(firsts, rules);
    Gate.Builder gate = new Gate.Builder();
    int inspections = gates(rules, gate);
    return new Plan(
        drafts.settings(),
        phases,
        ConstantFolding.fold(phases),
        gate.build(),
        rules.size(),
        targets.size(),
        inspections,
        pipelines.size(),
        new RecurringValues(questions));
  }

  private void compileOperator(Draft draft) {
    Directive.Operator written = draft.operator;
    if (written == null) {
      return;
    }
    Operator operator;
    try {
      operator =
          Operator.compile(written.name(), written.argument(), name -> files.lines(draft.at, name));
    } catch (IllegalArgumentException | RegexException e) {
      throw new SecLangException(draft.at, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SecLangException(draft.at, "a file cannot be read: " + e.getMessage(), e);
    }
    if (operator.isFixed() && written.argument().contains("%{")) {
      throw new SecLangException(
          draft.at, "@" + written.name() + " takes no argument that depends on the request");
    }
    operators.put(draft, operator);
  }

  /** What {@code ctl} removes is looked for among the rules that there are. */
  private static void resolve(Draft draft, List<Draft> rules) {
    for (Action action : draft.actions.effects()) {
      switch (action) {
        case Action.RemoveRules remove -> remove.rules().resolve(rules);
        case Action.RemoveTarget remove -> remove.rules().resolve(rules);
        default -> {
          // is not about other rules
        }
      }
    }
  }

  private Rule chain(Draft first, int place) {
    Rule rule = rule(first);
    rule.place = place;
    if (first.next != null) {
      rule.next = chain(first.next, place);
    }
    return rule;
  }

  private Rule rule(Draft draft) {
    ActionReader actions = draft.actions;
    Rule.Look look = null;
    Rule.Question question = null;
    Directive.Operator written = draft.operator;
    if (written != null) {
      look = looks.computeIfAbsent(look(draft), l -> l);
      question = question(draft, written);
    }
    return new Rule(
        actions.identity(draft.at),
        look,
        question,
        actions.captures(),
        actions.effects(),
        actions.disruption(draft.standard));
  }

  private Rule.Question question(Draft draft, Directive.Operator written) {
    Operator operator = Objects.requireNonNull(operators.get(draft));
    Macro argument = Macro.of(draft.at, written.argument());
    return operator.isFixed()
        ? new Rule.Question(operator, argument, written.negated(), questions++)
        : comparisons.computeIfAbsent(
            written, w -> new Rule.Question(operator, argument, w.negated(), -1));
  }

  private Rule.Look look(Draft draft) {
    List<Target> at = draft.targets.targets();
    Pipeline pipeline = pipelines.of(draft.actions.transformations());
    boolean stable = at.stream().allMatch(target -> target.variable().stable);
    int id = stable ? targets.computeIfAbsent(at, list -> targets.size()) : -1;
    boolean plain = at.size() == 1 && pipeline.before == null && !at.getFirst().counted();
    Target.Key key = plain ? at.getFirst().key() : null;
    return new Rule.Look(id, at, pipeline, draft.actions.everyStep(), key);
  }

  private List<List<Rule>> phases(List<Draft> firsts, List<Rule> rules) {
    List<List<Rule>> phases = new ArrayList<>();
    for (int phase = 0; phase <= Plan.PHASES; phase++) {
      List<Draft> here = new ArrayList<>();
      List<Rule> list = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        if (firsts.get(i).actions.phase() == phase) {
          rules.get(i).inPhase = list.size();
          here.add(firsts.get(i));
          list.add(rules.get(i));
        }
      }
      skips(here, list);
      phases.add(List.copyOf(list));
    }
    return List.copyOf(phases);
  }

  /** Finds where the rules of a phase go on that skip others. */
  private void skips(List<Draft> phase, List<Rule> rules) {
    NavigableMap<Integer, Integer> places = new TreeMap<>();
    phase.forEach(draft -> places.put(draft.order, places.size()));
    for (int i = 0; i < rules.size(); i++) {
      ActionReader actions = phase.get(i).actions;
      if (actions.skip() > 0) {
        rules.get(i).goOn = Math.min(i + 1 + actions.skip(), rules.size());
      } else if (actions.skipAfter() != null) {
        int marker = drafts.marker(phase.get(i), actions.skipAfter());
        Map.Entry<Integer, Integer> behind = places.higherEntry(marker);
        rules.get(i).goOn = behind == null ? rules.size() : behind.getValue();
      }
    }
  }

  private static int gates(List<Rule> rules, Gate.Builder gate) {
    Map<List<Object>, Integer> inspections = new HashMap<>();
    for (Rule rule : rules) {
      Rule.Look look = rule.look;
      Rule.Question question = rule.question;
      if (look == null
          || question == null
          || look.targets() < 0
          || question.operator().required().isEmpty()) {
        continue;
      }
      rule.gate = gate.add(question.operator().required());
      if (!question.negated()) {
        List<Object> way = List.of(look.targets(), look.pipeline().id, look.everyStep());
        rule.inspection = inspections.computeIfAbsent(way, w -> inspections.size());
      }
    }
    return inspections.size();
  }
}
