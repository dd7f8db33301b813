package dev.verge.waf;

import dev.verge.waf.Target.Part;
import dev.verge.waf.regex.Regex;
import dev.verge.waf.regex.RegexException;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import dev.verge.waf.seclang.Target.Selector;
import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds out what the targets of a rule mean: its own, and those that updates add and exclude. */
final class TargetReader {
  /** Expressions that say no more than how a name begins. */
  private static final Pattern BEGINNING = Pattern.compile("\\^[A-Za-z0-9_-]+");

  private final List<Target> included = new ArrayList<>();
  private final Map<Variable, List<Part>> excluded = new EnumMap<>(Variable.class);

  /** Reads more targets. */
  void add(Source at, List<dev.verge.waf.seclang.Target> written) {
    for (dev.verge.waf.seclang.Target target : written) {
      Variable variable = variable(at, target);
      Part part = part(at, variable, target);
      if (target.excluded()) {
        excluded.computeIfAbsent(variable, v -> new ArrayList<>()).add(part);
      } else {
        included.add(new Target(variable, part, target.counted(), List.of()));
      }
    }
  }

  /** What is looked at, each with what is excluded from it. */
  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Target target : included) {
      List<Part> except = excluded.getOrDefault(target.variable(), List.of());
      if (!except.contains(new Part.All())) {
        targets.add(
            new Target(target.variable(), target.part(), target.counted(), List.copyOf(except)));
      }
    }
    return targets;
  }

  static Variable variable(Source at, dev.verge.waf.seclang.Target target) {
    Variable variable = Variable.named(target.collection());
    if (variable == null) {
      throw new SecLangException(at, "there is no variable " + target.collection());
    }
    return variable;
  }

  static Part part(Source at, Variable variable, dev.verge.waf.seclang.Target target) {
    return switch (target.selector()) {
      case null -> new Part.All();
      case Selector.Name(String name) -> named(at, variable, name);
      case Selector.Pattern(String regex) -> matching(at, regex);
    };
  }

  private static Part named(Source at, Variable variable, String name) {
    // Two paths have a meaning: all text, and all attributes.
    if (variable == Variable.XML && !name.equals("/*") && !name.equals("//@*")) {
      throw new SecLangException(at, "XML:" + name + " is not known, only XML:/* and XML://@*");
    }
    return new Part.Named(Ascii.lower(name));
  }

  private static Part matching(Source at, String regex) {
    if (BEGINNING.matcher(regex).matches()) {
      return new Part.Beginning(Ascii.lower(regex.substring(1)));
    }
    try {
      return new Part.Matching(Regex.compile("(?i)" + regex));
    } catch (RegexException e) {
      throw new SecLangException(at, String.valueOf(e.getMessage()), e);
    }
  }
}
