package dev.verge.waf;

import dev.verge.waf.Target.Part;
import dev.verge.waf.regex.Regex;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import dev.verge.waf.seclang.Target.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out what the targets of a rule mean: each with what is excluded from it. */
final class TargetReader {
  private TargetReader() {}

  static List<Target> read(Source at, List<dev.verge.waf.seclang.Target> written) {
    List<Target> targets = new ArrayList<>();
    for (dev.verge.waf.seclang.Target target : written) {
      if (!target.excluded()) {
        Variable variable = variable(at, target.collection());
        Part part = part(variable, target.selector());
        List<Part> except = except(at, variable, written);
        if (!except.contains(new Part.All())) {
          targets.add(new Target(variable, part, target.counted(), except));
        }
      }
    }
    return targets;
  }

  private static List<Part> except(
      Source at, Variable variable, List<dev.verge.waf.seclang.Target> written) {
    List<Part> except = new ArrayList<>();
    for (dev.verge.waf.seclang.Target target : written) {
      if (target.excluded() && variable(at, target.collection()) == variable) {
        except.add(part(variable, target.selector()));
      }
    }
    return except;
  }

  static Variable variable(Source at, String name) {
    Variable variable = Variable.named(name);
    if (variable == null) {
      throw new SecLangException(at, "there is no variable " + name);
    }
    return variable;
  }

  static Part part(Variable variable, @Nullable Selector selector) {
    return switch (selector) {
      case null -> new Part.All();
      case Selector.Name(String name) -> named(variable, name);
      case Selector.Pattern(String regex) -> new Part.Matching(Regex.compile("(?i)" + regex));
    };
  }

  private static Part named(Variable variable, String name) {
    // Two paths have a meaning: all text, and all attributes.
    if (variable == Variable.XML && !name.equals("/*") && !name.equals("//@*")) {
      throw new IllegalArgumentException("XML:" + name + " is not known, only XML:/* and XML://@*");
    }
    return new Part.Named(name.toLowerCase(Locale.ROOT));
  }
}
