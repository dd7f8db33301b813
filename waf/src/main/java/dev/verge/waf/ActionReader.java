package dev.verge.waf;

import dev.verge.waf.Action.Change;
import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import dev.verge.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the actions of one rule mean: those that it takes over from defaults, then its
 * own, then those of updates. The last word counts.
 */
final class ActionReader {
  static final int DEFAULT_PHASE = 2;

  private static final List<String> SEVERITIES =
      List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");

  /** What is said once for a chain, by its first rule. */
  private static final Set<String> OF_WHOLE_CHAIN =
      Set.of(
          "id",
          "phase",
          "msg",
          "logdata",
          "severity",
          "tag",
          "ver",
          "rev",
          "maturity",
          "accuracy",
          "log",
          "nolog",
          "auditlog",
          "noauditlog",
          "status",
          "skip",
          "skipafter",
          "pass",
          "block",
          "deny",
          "drop",
          "allow",
          "redirect");

  private final List<String> transformations = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final List<Action> effects = new ArrayList<>();
  private int id;
  private int phase;
  private int severity = -1;
  private int skip;
  private Macro message = Macro.of("");
  private Macro data = Macro.of("");
  private Decision decision = Decision.PASS;
  private int status;
  private @Nullable String skipAfter;
  private boolean logged = true;
  private boolean captures;
  private boolean everyStep;
  private boolean chain;

  ActionReader(int phase) {
    this.phase = phase;
  }

  static ActionReader of(Source at, List<Directive.Action> actions) {
    ActionReader reader = new ActionReader(DEFAULT_PHASE);
    reader.read(at, actions);
    return reader;
  }

  /** What the actions of {@code SecDefaultAction} mean. */
  static ActionReader ofDefaults(Source at, List<Directive.Action> actions) {
    refuse(at, actions, Set.of("id", "chain"), "is for one rule, and not a default");
    return of(at, actions);
  }

  /** Whether an action is for a chain as a whole, so that links have none of it. */
  static boolean isOfWholeChain(String action) {
    return OF_WHOLE_CHAIN.contains(action);
  }

  /** Reads more actions. */
  void read(Source at, List<Directive.Action> actions) {
    actions.forEach(action -> read(at, action));
  }

  /** Reads what a link of a chain says that is not the first. */
  void readLink(Source at, List<Directive.Action> actions) {
    refuse(at, actions, OF_WHOLE_CHAIN, "belongs to the first rule of a chain");
    read(at, actions);
  }

  /** Reads what {@code SecRuleUpdateActionById} says. */
  void update(Source at, List<Directive.Action> actions) {
    refuse(at, actions, Set.of("id", "phase", "chain"), "of a rule cannot be updated");
    read(at, actions);
  }

  private static void refuse(
      Source at, List<Directive.Action> actions, Set<String> names, String why) {
    for (Directive.Action action : actions) {
      if (names.contains(action.name())) {
        throw new SecLangException(at, action.name() + " " + why);
      }
    }
  }

  private void read(Source at, Directive.Action action) {
    String value = action.value();
    switch (action.name()) {
      case "id" -> id = number(at, value);
      case "phase" -> phase = phase(at, value);
      case "msg" -> message = Macro.of(at, value);
      case "logdata" -> data = Macro.of(at, value);
      case "severity" -> severity = severity(at, value);
      case "tag" -> tags.add(value);
      case "log" -> logged = true;
      case "nolog" -> logged = false;
      case "capture" -> captures = true;
      case "multimatch" -> everyStep = true;
      case "chain" -> chain = true;
      case "skip" -> skip = number(at, value);
      case "skipafter" -> skipAfter = value;
      case "status" -> status = number(at, value, 100, 599);
      case "t" -> transform(at, value);
      case "setvar" -> effects.add(setVar(at, value));
      case "ctl" -> {
        Action control = new ControlReader(at).read(value);
        if (control != null) {
          effects.add(control);
        }
      }
      case "pass", "block", "deny", "drop", "allow", "redirect" ->
          decision = Decision.of(at, action);
      case "ver", "rev", "maturity", "accuracy", "auditlog", "noauditlog", "initcol" -> {
        // Notes for people, and for logs of another form; collections live for one request.
      }
      default -> throw new SecLangException(at, "there is no action " + action.name());
    }
  }

  int id() {
    return id;
  }

  int phase() {
    return phase;
  }

  Macro message() {
    return message;
  }

  List<String> tags() {
    return tags;
  }

  List<String> transformations() {
    return transformations;
  }

  List<Action> effects() {
    return List.copyOf(effects);
  }

  boolean isChain() {
    return chain;
  }

  boolean captures() {
    return captures;
  }

  boolean everyStep() {
    return everyStep;
  }

  int skip() {
    return skip;
  }

  @Nullable String skipAfter() {
    return skipAfter;
  }

  Rule.Identity identity(Source source) {
    return new Rule.Identity(id, source, phase, message, data, severity, List.copyOf(tags), logged);
  }

  /**
   * What a match means.
   *
   * @param standard what {@code block} stands for
   */
  Disruption disruption(@Nullable ActionReader standard) {
    Decision meant = decision;
    if (meant.isBlock()) {
      meant = standard == null ? Decision.PASS : standard.decision;
    }
    return meant.with(status);
  }

  private void transform(Source at, String name) {
    if (name.equalsIgnoreCase("none")) {
      transformations.clear();
    } else if (Transformation.named(name) == null) {
      throw new SecLangException(at, "there is no transformation t:" + name);
    } else {
      transformations.add(name);
    }
  }

  private static Action setVar(Source at, String text) {
    boolean remove = text.startsWith("!");
    int equals = text.indexOf('=');
    String target = text.substring(remove ? 1 : 0, equals < 0 ? text.length() : equals).strip();
    int dot = target.indexOf('.');
    Variable collection = dot < 0 ? null : Variable.named(target.substring(0, dot));
    if (collection == null || !collection.isWritable()) {
      throw new SecLangException(at, "setvar:" + text + " is no variable that rules write to");
    }
    Macro name = Macro.of(at, target.substring(dot + 1));
    String value = equals < 0 ? "1" : text.substring(equals + 1);
    Change change =
        remove
            ? Change.REMOVE
            : value.startsWith("+")
                ? Change.ADD
                : value.startsWith("-") ? Change.SUBTRACT : Change.SET;
    boolean sign = change == Change.ADD || change == Change.SUBTRACT;
    return new Action.SetVar(
        collection, name, change, Macro.of(at, sign ? value.substring(1) : value));
  }

  private static int phase(Source at, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "request" -> 2;
      case "response" -> 4;
      case "logging" -> 5;
      default -> {
        int number = number(at, value);
        if (number < 1 || number > Plan.PHASES) {
          throw new SecLangException(at, "there is no phase " + value);
        }
        yield number;
      }
    };
  }

  private static int severity(Source at, String value) {
    int named = SEVERITIES.indexOf(value.toUpperCase(Locale.ROOT));
    return named >= 0 ? named : number(at, value, 0, SEVERITIES.size() - 1);
  }

  private static int number(Source at, String value) {
    return number(at, value, 0, Integer.MAX_VALUE);
  }

  private static int number(Source at, String value, int least, int most) {
    int number;
    try {
      number = Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new SecLangException(at, "'" + value + "' is no number", e);
    }
    if (number < least || number > most) {
      throw new SecLangException(at, "'" + value + "' is not from " + least + " to " + most);
    }
    return number;
  }
}
