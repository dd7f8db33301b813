package dev.verge.waf;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.util.Locale;

/**
 * What a disruptive action says, while it is not known yet with which status and what {@code block}
 * stands for.
 */
record Decision(Kind kind, Disruption.Extent extent, Macro address) {
  private static final int DENIED = 403;
  private static final int FOUND = 302;

  /** The disruptive actions. */
  enum Kind {
    PASS,
    BLOCK,
    DENY,
    DROP,
    ALLOW,
    REDIRECT
  }

  static final Decision PASS = new Decision(Kind.PASS, Disruption.Extent.ALL, Macro.of(""));

  static Decision of(Source at, Directive.Action action) {
    Kind kind = Kind.valueOf(action.name().toUpperCase(Locale.ROOT));
    String value = action.value();
    return switch (kind) {
      case ALLOW -> new Decision(kind, extent(at, value), PASS.address);
      case REDIRECT -> {
        if (value.isBlank()) {
          throw new SecLangException(at, "redirect has no address");
        }
        yield new Decision(kind, PASS.extent, Macro.of(at, value));
      }
      case PASS, BLOCK, DENY, DROP -> {
        if (!value.isEmpty()) {
          throw new SecLangException(at, action.name() + " takes no value");
        }
        yield new Decision(kind, PASS.extent, PASS.address);
      }
    };
  }

  private static Disruption.Extent extent(Source at, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "" -> Disruption.Extent.ALL;
      case "phase" -> Disruption.Extent.PHASE;
      case "request" -> Disruption.Extent.REQUEST;
      default -> throw new SecLangException(at, "allow:" + value + " is not known");
    };
  }

  boolean isBlock() {
    return kind == Kind.BLOCK;
  }

  /**
   * What it means.
   *
   * @param status to answer with; 0: none is said. A redirect takes only one from 301 to 307
   */
  Disruption with(int status) {
    return switch (kind) {
      case PASS, BLOCK -> new Disruption.Pass();
      case DENY -> new Disruption.Deny(status == 0 ? DENIED : status);
      case DROP -> new Disruption.Drop();
      case ALLOW -> new Disruption.Allow(extent);
      case REDIRECT ->
          new Disruption.Redirect(status >= 301 && status <= 307 ? status : FOUND, address);
    };
  }
}
