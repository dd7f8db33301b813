package dev.verge.waf;

import dev.verge.waf.operator.Operator;
import dev.verge.waf.regex.RegexException;
import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of directives: first all rules with what updates and removals say of them, then what
 * can be known beforehand of all together (gates, inspections, where skips go).
 */
final class Compiler {
  /** A rule as written, until it is known what else is said of it. */
  private static final class Draft {
    final Source at;
    final List<dev.verge.waf.seclang.Target> targets;
    final Directive.@Nullable Operator operator;
    final List<Directive.Action> actions;
    final int order;
    @Nullable Draft next;
    ActionReader read;

    Draft(
        Source at,
        List<dev.verge.waf.seclang.Target> targets,
        Directive.@Nullable Operator operator,
        List<Directive.Action> actions,
        int order,
        ActionReader read) {
      this.at = at;
      this.targets = new ArrayList<>(targets);
      this.operator = operator;
      this.actions = new ArrayList<>(actions);
      this.order = order;
      this.read = read;
    }
  }

  private final Operator.Files files;
  private final Settings settings = new Settings();
  private final Map<Integer, List<Directive.Action>> defaults = new HashMap<>();
  private final Map<Integer, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Integer> markers = new HashMap<>();
  private final Pipeline.Tree pipelines = new Pipeline.Tree();
  private final Map<List<Target>, Integer> targets = new HashMap<>();
  private @Nullable Draft chain;
  private int order;
  private int unnamed;

  private Compiler(Operator.Files files) {
    this.files = files;
  }

  /**
   * Makes a plan.
   *
   * @throws SecLangException naming file and line of what is not understood
   */
  static Plan compile(List<Directive> directives, Operator.Files files) throws IOException {
    Compiler compiler = new Compiler(files);
    directives.forEach(compiler::read);
    if (compiler.chain != null) {
      throw new SecLangException(compiler.chain.at, "the chain does not go on");
    }
    return compiler.plan();
  }

  private void read(Directive directive) {
    switch (directive) {
      case Directive.Rule rule -> draft(rule.at(), rule.targets(), rule.operator(), rule.actions());
      case Directive.Always always -> draft(always.at(), List.of(), null, always.actions());
      case Directive.Marker marker -> markers.put(marker.name(), order++);
      case Directive.Defaults given ->
          defaults.put(new ActionReader(given.at(), given.actions()).phase(), given.actions());
      case Directive.Setting setting -> settings.read(setting);
      case Directive.Remove remove ->
          drafts
              .values()
              .removeIf(draft -> isAbout(draft, remove.at(), remove.by(), remove.which()));
      case Directive.UpdateTarget update -> {
        List<String> which = List.of(update.which());
        drafts.values().stream()
            .filter(draft -> isAbout(draft, update.at(), update.by(), which))
            .forEach(draft -> draft.targets.addAll(update.targets()));
      }
      case Directive.UpdateAction update ->
          drafts.values().stream()
              .filter(draft -> isAbout(draft, update.at(), By.ID, List.of(update.id())))
              .forEach(draft -> update(draft, update));
    }
  }

  private void draft(
      Source at,
      List<dev.verge.waf.seclang.Target> looksAt,
      Directive.@Nullable Operator operator,
      List<Directive.Action> actions) {
    ActionReader own = new ActionReader(at, actions);
    Draft before = chain;
    int phase = before == null ? own.phase() : before.read.phase();
    List<Directive.Action> all = new ArrayList<>();
    if (before == null) {
      all.addAll(defaults.getOrDefault(phase, List.of()));
    }
    all.addAll(actions);
    Draft draft = new Draft(at, looksAt, operator, all, order++, new ActionReader(at, all));
    if (before != null) {
      before.next = draft;
    } else {
      int id = own.id() == 0 ? --unnamed : own.id();
      Draft other = drafts.putIfAbsent(id, draft);
      if (other != null) {
        throw new SecLangException(at, "id " + id + " is taken by the rule at " + other.at);
      }
    }
    chain = own.isChain() ? draft : null;
  }

  private static void update(Draft draft, Directive.UpdateAction update) {
    draft.actions.addAll(update.actions());
    draft.read = new ActionReader(draft.at, draft.actions);
  }

  private static boolean isAbout(Draft draft, Source at, By by, List<String> which) {
    return switch (by) {
      case ID -> which.stream().anyMatch(ids -> ActionReader.ids(at, ids).test(draft.read.id()));
      case TAG -> which.stream().anyMatch(tag -> draft.read.tags().contains(tag));
      case MSG -> which.contains(draft.read.message());
    };
  }

  // Second: all of them together.

  private Plan plan() throws IOException {
    compileExpressions();
    List<Rule> rules = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      Rule rule = rule(draft);
      rule.place = rules.size();
      rules.add(rule);
      for (Draft next = draft.next; next != null; next = next.next) {
        Rule last = rule;
        rule = rule(next);
        rule.place = last.place;
        last.next = rule;
      }
    }
    List<Draft> inOrder = List.copyOf(drafts.values());
    inOrder.forEach(draft -> resolve(draft, inOrder));
    List<List<Rule>> phases = phases(rules, inOrder);
    Gate.Builder gate = new Gate.Builder();
    int inspections = gates(rules, gate);
    return new Plan(
        settings,
        phases,
        gate.build(),
        rules.size(),
        targets.size(),
        inspections,
        pipelines.size());
  }

  private final Map<Draft, Operator> operators = new java.util.concurrent.ConcurrentHashMap<>();

  /** Expressions take long to compile, and do not depend on each other. */
  private void compileExpressions() {
    List<Draft> all = new ArrayList<>();
    for (Draft first : drafts.values()) {
      for (Draft draft = first; draft != null; draft = draft.next) {
        if (draft.operator != null) {
          all.add(draft);
        }
      }
    }
    all.parallelStream().forEach(draft -> operators.put(draft, operator(draft)));
  }

  private Operator operator(Draft draft) {
    Directive.Operator written = java.util.Objects.requireNonNull(draft.operator);
    try {
      Operator operator = Operator.compile(written.name(), written.argument(), files);
      if (operator.isFixed() && written.argument().contains("%{")) {
        throw new SecLangException(
            draft.at, "@" + written.name() + " takes no argument that depends on the request");
      }
      return operator;
    } catch (IllegalArgumentException | RegexException e) {
      throw new SecLangException(draft.at, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SecLangException(draft.at, "a file cannot be read: " + e.getMessage(), e);
    }
  }

  private Rule rule(Draft draft) {
    ActionReader actions = draft.read;
    Rule.Look look = null;
    Rule.Question question = null;
    Directive.Operator written = draft.operator;
    try {
      if (written != null) {
        look = look(draft);
        question =
            new Rule.Question(
                java.util.Objects.requireNonNull(operators.get(draft)),
                Macro.of(written.argument()),
                written.negated());
      }
      return new Rule(
          actions.identity(draft.at),
          look,
          question,
          actions.captures(),
          actions.effects(),
          actions.disruption(defaults),
          actions.skipAfter(),
          actions.skip());
    } catch (IllegalArgumentException e) {
      throw new SecLangException(draft.at, String.valueOf(e.getMessage()), e);
    }
  }

  private Rule.Look look(Draft draft) {
    List<Target> at = TargetReader.read(draft.at, draft.targets);
    Pipeline pipeline = pipelines.of(draft.read.transformations());
    boolean stable = at.stream().allMatch(target -> target.variable().stable);
    int id = stable ? targets.computeIfAbsent(at, list -> targets.size()) : -1;
    Target.Key key = at.size() == 1 ? at.getFirst().writtenKey() : null;
    return new Rule.Look(id, at, pipeline, draft.read.everyStep(), key);
  }

  /** What {@code ctl} removes is looked for among the rules that there are. */
  private static void resolve(Draft first, List<Draft> all) {
    for (Draft draft = first; draft != null; draft = draft.next) {
      for (ActionReader.Wanted wanted : draft.read.wanted()) {
        Source at = draft.at;
        java.util.BitSet rules = new java.util.BitSet();
        for (int i = 0; i < all.size(); i++) {
          if (isAbout(all.get(i), at, wanted.by(), List.of(wanted.which()))) {
            rules.set(i);
          }
        }
        IntPredicate has = rules::get;
        wanted.selection().resolve(has);
      }
    }
  }

  private List<List<Rule>> phases(List<Rule> rules, List<Draft> inOrder) {
    List<List<Rule>> phases = new ArrayList<>();
    for (int phase = 0; phase <= Plan.PHASES; phase++) {
      List<Rule> list = new ArrayList<>();
      TreeMap<Integer, Integer> places = new TreeMap<>();
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).identity.phase() == phase) {
          places.put(inOrder.get(i).order, list.size());
          list.add(rules.get(i));
        }
      }
      for (int i = 0; i < list.size(); i++) {
        list.get(i).goOn = goOn(list.get(i), i, list.size(), places);
      }
      phases.add(List.copyOf(list));
    }
    return List.copyOf(phases);
  }

  private int goOn(Rule rule, int at, int size, NavigableMap<Integer, Integer> places) {
    if (rule.skip > 0) {
      return Math.min(at + 1 + rule.skip, size);
    }
    if (rule.skipAfter == null) {
      return -1;
    }
    Integer marker = markers.get(rule.skipAfter);
    if (marker == null) {
      throw new SecLangException(rule.identity.at(), "there is no marker " + rule.skipAfter);
    }
    Map.Entry<Integer, Integer> next = places.higherEntry(marker);
    return next == null ? size : Math.max(next.getValue(), at + 1);
  }

  private static int gates(List<Rule> rules, Gate.Builder gate) {
    Map<List<Object>, Integer> inspections = new HashMap<>();
    for (Rule rule : rules) {
      Rule.Look look = rule.look;
      Rule.Question question = rule.question;
      if (look == null || question == null || question.negated() || look.targets() < 0) {
        continue;
      }
      if (!question.operator().required().isEmpty()) {
        List<Object> way = List.of(look.targets(), look.pipeline().id, look.everyStep());
        rule.inspection = inspections.computeIfAbsent(way, w -> inspections.size());
        rule.gate = gate.add(question.operator().required());
      }
    }
    return inspections.size();
  }
}
