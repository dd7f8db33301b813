package dev.verge.waf;

import dev.verge.waf.operator.Groups;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on their way through the rules: {@link #request}, {@link
 * #requestBody}, {@link #response}, {@link #responseBody} and {@link #end}, in this order, each at
 * most once. An interruption ends the way; {@link #end} may always be called. For one thread at a
 * time.
 */
public final class Transaction {
  /** The phases of the request are up to this one, those of its response follow. */
  private static final int LAST_OF_REQUEST = 2;

  /** The clock is looked at before every so many rules. */
  private static final int RULES_PER_CLOCK = 16;

  /** Before no phase. */
  private static final int OTHERWISE = -2;

  private final Plan plan;
  private final Variables variables;
  private final Groups groups = new Groups();
  private final List<Match> matches = new ArrayList<>(0);
  private final BitSet removed = new BitSet(0);
  private final List<Action.RemoveTarget> removedTargets = new ArrayList<>(0);
  private final Map<Action.Switch, Boolean> switches = new EnumMap<>(Action.Switch.class);
  private final RequestReader reader;
  private final boolean gated;
  private final Trace trace;
  private Settings.Engine engine;

  /** The last phase, while all has gone as foreseen at load: see {@link ConstantFolding}. */
  private int foreseen;

  private @Nullable Phase phase;
  private boolean bounded;
  private long deadline;
  private int asked;
  private Disruption.@Nullable Extent allowed;
  private @Nullable Interruption interruption;

  Transaction(Plan plan, Client client, boolean gated, Trace trace) {
    this.plan = plan;
    this.variables = new Variables(gated ? plan.recurring() : RecurringValues.none());
    this.gated = gated;
    this.trace = trace;
    this.engine = plan.settings().engine;
    this.reader = new RequestReader(variables, plan.settings());
    reader.client(client);
  }

  /**
   * Bounds the time that rules take. A request that is not through by then is interrupted with 503,
   * unless the engine only detects; of a response no more is looked at. The last phase always runs.
   *
   * @param nanoTime the deadline, by {@link System#nanoTime}
   */
  public void until(long nanoTime) {
    bounded = true;
    deadline = nanoTime;
  }

  /**
   * Phase 1: the request line and headers.
   *
   * @param uri as it came, with its query
   * @param protocol such as {@code HTTP/1.1}
   * @return what to answer instead, or null to go on
   */
  public @Nullable Interruption request(
      String method, String uri, String protocol, List<Header> headers) {
    reader.request(method, uri, protocol, headers);
    return run(1);
  }

  /**
   * Whether the body is to be looked at; else {@link #requestBody} takes an empty one.
   *
   * @return also true before {@link #request}
   */
  public boolean wantsRequestBody() {
    return engine != Settings.Engine.OFF
        && isOn(Action.Switch.REQUEST_BODY_ACCESS, plan.settings().requestBody);
  }

  /** Phase 2: the request's body, as bytes in characters. */
  public @Nullable Interruption requestBody(String body) {
    Settings settings = plan.settings();
    String whole = wantsRequestBody() ? body : "";
    if (whole.length() > settings.requestBodyLimit) {
      if (settings.rejectPastRequestLimit && engine == Settings.Engine.ON) {
        interruption = new Interruption(0, 413, null, false);
        return interruption;
      }
      whole = whole.substring(0, settings.requestBodyLimit);
      variables.set(Variable.INBOUND_DATA_ERROR, 1);
    }
    reader.body(whole, isOn(Action.Switch.FORCE_REQUEST_BODY_VARIABLE, false));
    return run(2);
  }

  /** Phase 3: the response's status line and headers. */
  public @Nullable Interruption response(int status, String protocol, List<Header> headers) {
    reader.response(status, protocol, headers);
    return run(3);
  }

  /** Whether the response's body is to be looked at, by its type. */
  public boolean wantsResponseBody() {
    return engine != Settings.Engine.OFF
        && isOn(Action.Switch.RESPONSE_BODY_ACCESS, plan.settings().responseBody)
        && reader.isResponseTypeWanted();
  }

  /** Phase 4: the response's body, as bytes in characters. */
  public @Nullable Interruption responseBody(String body) {
    Settings settings = plan.settings();
    String whole = wantsResponseBody() ? body : "";
    if (whole.length() > settings.responseBodyLimit) {
      if (settings.rejectPastResponseLimit && engine == Settings.Engine.ON) {
        interruption = new Interruption(0, 500, null, false);
        return interruption;
      }
      whole = whole.substring(0, settings.responseBodyLimit);
      variables.set(Variable.OUTBOUND_DATA_ERROR, 1);
    }
    variables.set(Variable.RESPONSE_BODY, whole);
    return run(4);
  }

  /** Phase 5: what is to be noted, whatever happened before. It interrupts nothing. */
  public void end() {
    Interruption before = interruption;
    interruption = null;
    allowed = null;
    run(5);
    interruption = before;
  }

  /** The rules that matched and want it known, in order. */
  public List<Match> matches() {
    return List.copyOf(matches);
  }

  /** The value of a variable such as {@code tx.score}, as rules see it now. */
  public String value(String variable) {
    return Macro.of("%{" + variable + "}").expand(this);
  }

  // For actions and macros.

  Variables variables() {
    return variables;
  }

  void engine(Settings.Engine next) {
    engine = next;
  }

  void turn(Action.Switch what, boolean on) {
    switches.put(what, on);
  }

  void remove(Action.Selection rules) {
    rules.addTo(removed);
    leave(rules);
  }

  void removeTarget(Action.RemoveTarget target) {
    removedTargets.add(target);
    if (target.variable().isWritable()) {
      leave(target.rules());
    }
  }

  /** What was foreseen does not hold if some of the rules were thought to match. */
  private void leave(Action.Selection rules) {
    if (rules.hasAny(plan.foldings().carriedOut())) {
      foreseen = OTHERWISE;
    }
  }

  private boolean isOn(Action.Switch what, boolean otherwise) {
    return switches.getOrDefault(what, otherwise);
  }

  private @Nullable Interruption run(int number) {
    if (engine == Settings.Engine.OFF || interruption != null || isAllowed(number)) {
      return interruption;
    }
    phase = new Phase(plan, variables);
    List<Rule> written = plan.phases().get(number);
    boolean folded = beginForeseen(number);
    List<Rule> rules = folded ? plan.foldings().phases().get(number) : written;
    for (int i = 0; i < rules.size(); ) {
      if (++asked % RULES_PER_CLOCK == 0 && isPastDeadline(number)) {
        foreseen = OTHERWISE;
        break;
      }
      Rule rule = rules.get(i);
      Trace.Result result = removed.get(rule.place) ? Trace.Result.REMOVED : result(rule);
      boolean matched = result == Trace.Result.MATCHED;
      trace.asked(rule.identity.id(), result, this);
      i = matched && rule.goOn >= 0 ? rule.goOn : i + 1;
      if ((matched && decided(rule)) || engine == Settings.Engine.OFF) {
        foreseen = OTHERWISE;
        break;
      }
      if (folded && foreseen == OTHERWISE) {
        folded = false;
        rules = written;
        Rule same = written.get(rule.inPhase);
        i = matched && same.goOn >= 0 ? same.goOn : same.inPhase + 1;
      }
    }
    if (allowed == Disruption.Extent.PHASE) {
      allowed = null;
    }
    return interruption;
  }

  /** Begins a phase, and tells whether what was foreseen of it holds for this request. */
  private boolean beginForeseen(int number) {
    foreseen = number == foreseen + 1 ? number : OTHERWISE;
    return gated && trace.equals(Trace.NONE) && foreseen == number;
  }

  private boolean isPastDeadline(int number) {
    if (!bounded || number == Plan.PHASES || System.nanoTime() - deadline < 0) {
      return false;
    }
    if (number <= LAST_OF_REQUEST && engine == Settings.Engine.ON) {
      interruption = new Interruption(0, 503, null, false);
    }
    return true;
  }

  private boolean isAllowed(int number) {
    return allowed == Disruption.Extent.ALL
        || (allowed == Disruption.Extent.REQUEST && number <= LAST_OF_REQUEST);
  }

  /** Whether the whole chain matches; then it is told, too. */
  private Trace.Result result(Rule first) {
    Phase now = phase();
    if (gated && !now.mayMatch(first)) {
      return Trace.Result.PASSED_OVER;
    }
    variables.forgetMatches();
    for (Rule link = first; link != null; link = link.next) {
      if (!ask(now, link)) {
        return Trace.Result.LOOKED;
      }
    }
    if (first.identity.logged()) {
      tell(first);
    }
    return Trace.Result.MATCHED;
  }

  private boolean ask(Phase now, Rule rule) {
    Rule.Look look = rule.look;
    Rule.Question question = rule.question;
    if (look == null || question == null) {
      act(rule);
      return true;
    }
    String argument = question.argument().expand(this);
    Target.Key key = look.plainKey();
    if (gated && key != null && isKnownNotToMatch(key, question, argument)) {
      return false;
    }
    boolean any = false;
    boolean shorn = hasRemovedTargets(rule);
    List<Entry> entries = now.entries(look);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (shorn && isRemoved(rule, entry)) {
        continue;
      }
      if (look.everyStep()) {
        Value.Text last = null;
        for (Pipeline step : look.pipeline().steps()) {
          Value.Text text = entry.shared.under(step, plan.pipelines());
          any |= text != last && ask(now, rule, question, argument, entry, text);
          last = text;
        }
      } else {
        Value.Text text = entry.shared.under(look.pipeline(), plan.pipelines());
        any |= ask(now, rule, question, argument, entry, text);
      }
    }
    return any;
  }

  /**
   * Most rules that look at one key of what others wrote say no: without anything made for them.
   */
  private boolean isKnownNotToMatch(Target.Key key, Rule.Question question, String argument) {
    String value = variables.writtenValue(key);
    return value == null
        || question.operator().matches(value, argument, null) == question.negated();
  }

  private boolean ask(
      Phase now, Rule rule, Rule.Question question, String argument, Entry entry, Value.Text text) {
    boolean may = !gated || now.mayMatch(rule, text);
    boolean wanted = rule.captures && !question.negated();
    boolean yes = may && question.isYes(text, argument, wanted ? groups : null);
    if (yes == question.negated()) {
      return false;
    }
    if (wanted) {
      variables.capture(groups);
    }
    variables.matched(entry, text.value);
    act(rule);
    return true;
  }

  private void act(Rule rule) {
    List<Action> actions = rule.actions;
    for (int i = 0; i < actions.size(); i++) {
      actions.get(i).run(this);
    }
  }

  private boolean hasRemovedTargets(Rule rule) {
    for (Action.RemoveTarget target : removedTargets) {
      if (target.rules().has(rule.place)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRemoved(Rule rule, Entry entry) {
    for (Action.RemoveTarget target : removedTargets) {
      if (target.rules().has(rule.place)
          && entry.collection.equals(target.variable().name())
          && target.part().has(entry.key)) {
        return true;
      }
    }
    return false;
  }

  private void tell(Rule rule) {
    Rule.Identity identity = rule.identity;
    Entry last = variables.lastOfChain();
    matches.add(
        new Match(
            identity.id(),
            identity.phase(),
            identity.message().toString(),
            identity.message().expand(this),
            identity.data().expand(this),
            identity.severity(),
            identity.tags(),
            last == null ? "" : last.name(),
            last == null ? "" : last.value));
  }

  /** Whether the rule that matched ends the phase. */
  private boolean decided(Rule rule) {
    if (engine != Settings.Engine.ON) {
      return false;
    }
    int id = rule.identity.id();
    switch (rule.disruption) {
      case Disruption.Pass pass -> {
        return false;
      }
      case Disruption.Allow(Disruption.Extent extent) -> allowed = extent;
      case Disruption.Deny(int status) -> interruption = new Interruption(id, status, null, false);
      case Disruption.Drop drop -> interruption = new Interruption(id, 403, null, true);
      case Disruption.Redirect(int status, Macro to) ->
          interruption = new Interruption(id, status, to.expand(this), false);
    }
    return true;
  }

  private Phase phase() {
    if (phase == null) {
      throw new IllegalStateException("no phase runs");
    }
    return phase;
  }
}
