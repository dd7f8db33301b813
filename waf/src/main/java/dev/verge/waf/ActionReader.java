package dev.verge.waf;

import dev.verge.waf.Action.Change;
import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Finds out what the actions of one rule mean, its own after those that it takes over. */
final class ActionReader {
  /** Rules that a {@code ctl} of this rule is about. */
  record Wanted(By by, String which, Action.Selection selection) {}

  private static final List<String> SEVERITIES =
      List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");

  private final Source at;
  private final List<String> transformations = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final List<Action> effects = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private int id;
  private int phase = 2;
  private int severity = -1;
  private int status = 403;
  private int skip;
  private String message = "";
  private String data = "";
  private String disruptive = "pass";
  private String disruptiveValue = "";
  private @Nullable String skipAfter;
  private boolean logged = true;
  private boolean captures;
  private boolean everyStep;
  private boolean chain;

  ActionReader(Source at, List<Directive.Action> actions) {
    this.at = at;
    actions.forEach(this::read);
  }

  private void read(Directive.Action action) {
    String value = action.value();
    switch (action.name()) {
      case "id" -> id = number(value);
      case "phase" -> phase = phase(value);
      case "msg" -> message = value;
      case "logdata" -> data = value;
      case "severity" -> severity = severity(value);
      case "tag" -> tags.add(value);
      case "log" -> logged = true;
      case "nolog" -> logged = false;
      case "capture" -> captures = true;
      case "multimatch" -> everyStep = true;
      case "chain" -> chain = true;
      case "skip" -> skip = number(value);
      case "skipafter" -> skipAfter = value;
      case "status" -> status = number(value);
      case "t" -> transform(value);
      case "setvar" -> effects.add(setVar(value));
      case "ctl" -> effects.add(ctl(value));
      case "pass", "block", "deny", "drop", "allow", "redirect" -> {
        disruptive = action.name();
        disruptiveValue = value;
      }
      case "ver", "rev", "maturity", "accuracy", "auditlog", "noauditlog", "initcol" -> {
        // Notes for people, and for logs of another form; collections live for one request.
      }
      default -> throw wrong("there is no action " + action.name());
    }
  }

  int id() {
    return id;
  }

  int phase() {
    return phase;
  }

  String message() {
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

  List<Wanted> wanted() {
    return wanted;
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
    return new Rule.Identity(
        id, source, phase, Macro.of(message), Macro.of(data), severity, List.copyOf(tags), logged);
  }

  /**
   * What a match means.
   *
   * @param defaults by phase, which say what {@code block} stands for
   */
  Disruption disruption(Map<Integer, List<Directive.Action>> defaults) {
    return switch (disruptive) {
      case "pass" -> new Disruption.Pass();
      case "deny" -> new Disruption.Deny(status);
      case "drop" -> new Disruption.Drop();
      case "redirect" -> new Disruption.Redirect(302, Macro.of(disruptiveValue));
      case "allow" ->
          new Disruption.Allow(
              switch (disruptiveValue.toLowerCase(Locale.ROOT)) {
                case "" -> Disruption.Extent.ALL;
                case "phase" -> Disruption.Extent.PHASE;
                case "request" -> Disruption.Extent.REQUEST;
                default -> throw wrong("allow:" + disruptiveValue + " is not known");
              });
      default -> {
        List<Directive.Action> given = defaults.getOrDefault(phase, List.of());
        ActionReader standard = new ActionReader(at, given);
        yield standard.disruptive.equals("block")
            ? new Disruption.Pass()
            : standard.disruption(Map.of());
      }
    };
  }

  /** Which ids a text such as {@code 1001} or {@code 1000-1999} means. */
  static IntPredicate ids(Source at, String text) {
    String[] ends = text.strip().split("-", 2);
    try {
      int first = Integer.parseInt(ends[0].strip());
      int last = ends.length == 1 ? first : Integer.parseInt(ends[1].strip());
      return id -> id >= first && id <= last;
    } catch (NumberFormatException e) {
      throw new SecLangException(at, "'" + text + "' is no id and no range of ids", e);
    }
  }

  private void transform(String name) {
    if (name.equalsIgnoreCase("none")) {
      transformations.clear();
    } else {
      transformations.add(name);
    }
  }

  private Action setVar(String text) {
    boolean remove = text.startsWith("!");
    int equals = text.indexOf('=');
    String target = text.substring(remove ? 1 : 0, equals < 0 ? text.length() : equals).strip();
    int dot = target.indexOf('.');
    Variable collection = dot < 0 ? null : Variable.named(target.substring(0, dot));
    if (collection == null || !collection.isWritable()) {
      throw wrong("setvar:" + text + " is no variable that rules write to");
    }
    Macro name = Macro.key(target.substring(dot + 1));
    String value = equals < 0 ? "1" : text.substring(equals + 1);
    Change change =
        remove
            ? Change.REMOVE
            : value.startsWith("+")
                ? Change.ADD
                : value.startsWith("-") ? Change.SUBTRACT : Change.SET;
    boolean sign = change == Change.ADD || change == Change.SUBTRACT;
    return new Action.SetVar(collection, name, change, Macro.of(sign ? value.substring(1) : value));
  }

  private Action ctl(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw wrong("ctl:" + text + " has no value");
    }
    String value = text.substring(equals + 1).strip();
    return switch (text.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
      case "ruleengine" -> new Action.SetEngine(engine(value));
      case "ruleremovebyid" -> new Action.RemoveRules(want(By.ID, value));
      case "ruleremovebytag" -> new Action.RemoveRules(want(By.TAG, value));
      case "ruleremovebymsg" -> new Action.RemoveRules(want(By.MSG, value));
      case "ruleremovetargetbyid" -> removeTarget(By.ID, value);
      case "ruleremovetargetbytag" -> removeTarget(By.TAG, value);
      case "ruleremovetargetbymsg" -> removeTarget(By.MSG, value);
      case "requestbodyprocessor" -> new Action.SetBodyProcessor(value.toUpperCase(Locale.ROOT));
      case "requestbodyaccess" -> turn(Action.Switch.REQUEST_BODY_ACCESS, value);
      case "responsebodyaccess" -> turn(Action.Switch.RESPONSE_BODY_ACCESS, value);
      case "forcerequestbodyvariable" -> turn(Action.Switch.FORCE_REQUEST_BODY_VARIABLE, value);
      case "auditengine" -> turn(Action.Switch.AUDIT, value);
      default -> throw wrong("ctl:" + text + " is not known");
    };
  }

  private Action turn(Action.Switch what, String value) {
    return new Action.Turn(what, !value.equalsIgnoreCase("off"));
  }

  private Action removeTarget(By by, String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      throw wrong("ctl: '" + text + "' names no target");
    }
    List<dev.verge.waf.seclang.Target> targets =
        dev.verge.waf.seclang.Targets.parse(at, text.substring(semicolon + 1));
    dev.verge.waf.seclang.Target target = targets.getFirst();
    Variable variable = TargetReader.variable(at, target.collection());
    return new Action.RemoveTarget(
        want(by, text.substring(0, semicolon)),
        variable,
        TargetReader.part(variable, target.selector()));
  }

  private Action.Selection want(By by, String which) {
    Action.Selection selection = new Action.Selection();
    wanted.add(new Wanted(by, which, selection));
    return selection;
  }

  private Settings.Engine engine(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on" -> Settings.Engine.ON;
      case "off" -> Settings.Engine.OFF;
      case "detectiononly" -> Settings.Engine.DETECTION_ONLY;
      default -> throw wrong("ctl:ruleEngine=" + value + " is not known");
    };
  }

  private int phase(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "request" -> 2;
      case "response" -> 4;
      case "logging" -> 5;
      default -> {
        int number = number(value);
        if (number < 1 || number > Plan.PHASES) {
          throw wrong("there is no phase " + value);
        }
        yield number;
      }
    };
  }

  private int severity(String value) {
    int named = SEVERITIES.indexOf(value.toUpperCase(Locale.ROOT));
    return named >= 0 ? named : number(value);
  }

  private int number(String value) {
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw wrong("'" + value + "' is no number");
    }
  }

  private SecLangException wrong(String what) {
    return new SecLangException(at, what);
  }
}
