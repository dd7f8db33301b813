package dev.verge.waf;

import dev.verge.waf.Action.Switch;
import dev.verge.waf.body.Format;
import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import dev.verge.waf.seclang.Targets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out what a {@code ctl} changes for a request. */
final class ControlReader {
  private final Source at;

  ControlReader(Source at) {
    this.at = at;
  }

  /** What it does; null: nothing, for it is about logs that there are not. */
  @Nullable Action read(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw wrong("ctl:" + text + " has no value");
    }
    String value = text.substring(equals + 1).strip();
    return switch (text.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
      case "ruleengine" -> new Action.SetEngine(engine(text, value));
      case "ruleremovebyid" -> removeRules(By.ID, value);
      case "ruleremovebytag" -> removeRules(By.TAG, value);
      case "ruleremovebymsg" -> removeRules(By.MSG, value);
      case "ruleremovetargetbyid" -> removeTarget(By.ID, value);
      case "ruleremovetargetbytag" -> removeTarget(By.TAG, value);
      case "ruleremovetargetbymsg" -> removeTarget(By.MSG, value);
      case "requestbodyprocessor" -> new Action.SetBodyProcessor(format(text, value));
      case "requestbodyaccess" -> turn(Switch.REQUEST_BODY_ACCESS, text, value);
      case "responsebodyaccess" -> turn(Switch.RESPONSE_BODY_ACCESS, text, value);
      case "forcerequestbodyvariable" -> turn(Switch.FORCE_REQUEST_BODY_VARIABLE, text, value);
      case "auditengine" -> audit(text, value);
      case "auditlogparts" -> null;
      default -> throw unknown(text);
    };
  }

  private Action removeRules(By by, String which) {
    return new Action.RemoveRules(new Action.Selection(RuleFilter.of(at, by, which)));
  }

  private Action removeTarget(By by, String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      throw wrong("ctl: '" + text + "' names no target");
    }
    List<dev.verge.waf.seclang.Target> targets = Targets.parse(at, text.substring(semicolon + 1));
    dev.verge.waf.seclang.Target target = targets.getFirst();
    if (targets.size() > 1 || target.excluded() || target.counted()) {
      throw wrong("ctl: '" + text + "' must name one target, without ! and &");
    }
    RuleFilter filter = RuleFilter.of(at, by, text.substring(0, semicolon));
    Variable variable = TargetReader.variable(at, target);
    return new Action.RemoveTarget(
        new Action.Selection(filter), variable, TargetReader.part(at, variable, target));
  }

  private Action turn(Switch what, String text, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on" -> new Action.Turn(what, true);
      case "off" -> new Action.Turn(what, false);
      default -> throw unknown(text);
    };
  }

  private @Nullable Action audit(String text, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "off", "relevantonly" -> null;
      default -> throw unknown(text);
    };
  }

  private Format format(String text, String value) {
    for (Format format : Format.values()) {
      if (format.name().equalsIgnoreCase(value)) {
        return format;
      }
    }
    throw unknown(text);
  }

  private Settings.Engine engine(String text, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on" -> Settings.Engine.ON;
      case "off" -> Settings.Engine.OFF;
      case "detectiononly" -> Settings.Engine.DETECTION_ONLY;
      default -> throw unknown(text);
    };
  }

  private SecLangException unknown(String text) {
    return wrong("ctl:" + text + " is not known");
  }

  private SecLangException wrong(String what) {
    return new SecLangException(at, what);
  }
}
