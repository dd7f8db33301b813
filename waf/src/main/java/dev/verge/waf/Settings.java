package dev.verge.waf;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.text.Ascii;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What rule files set for the whole engine. Read in order; the last word counts. */
final class Settings {
  /** Whether rules run, and whether they may interrupt. */
  enum Engine {
    ON,
    DETECTION_ONLY,
    OFF
  }

  /**
   * Known from ModSecurity, and without a meaning here: logs, folders and such. Expressions need no
   * limits, since they are matched in linear time; bodies are in memory or not given to the engine.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "seccomponentsignature",
          "secauditengine",
          "secauditlog",
          "secauditlogformat",
          "secauditlogparts",
          "secauditlogrelevantstatus",
          "secauditlogstoragedir",
          "secauditlogtype",
          "seccollectiontimeout",
          "secdatadir",
          "secdebuglog",
          "secdebugloglevel",
          "secpcrematchlimit",
          "secpcrematchlimitrecursion",
          "secrequestbodyinmemorylimit",
          "secserversignature",
          "secstatusengine",
          "sectmpdir",
          "secunicodemapfile",
          "secuploaddir",
          "secuploadfilemode",
          "secuploadkeepfiles");

  Engine engine = Engine.ON;
  boolean requestBody = true;
  boolean responseBody = true;
  int requestBodyLimit = 1 << 20;
  int requestBodyNoFilesLimit = Integer.MAX_VALUE;
  int responseBodyLimit = 512 << 10;
  boolean rejectPastRequestLimit = true;
  boolean rejectPastResponseLimit;
  int arguments = 1_000;
  int depth = 64;
  Set<String> responseTypes = Set.of("text/plain", "text/html", "text/xml", "application/json");

  /** Whether types are from rule files, and not the ones that are there without. */
  private boolean ownTypes;

  void read(Directive.Setting setting) {
    String name = setting.name().toLowerCase(Locale.ROOT);
    if (WITHOUT_EFFECT.contains(name)) {
      return;
    }
    switch (name) {
      case "secruleengine" -> engine = engine(setting);
      case "secrequestbodyaccess" -> requestBody = isOn(setting);
      case "secresponsebodyaccess" -> responseBody = isOn(setting);
      case "secrequestbodylimit" -> requestBodyLimit = number(setting);
      case "secrequestbodynofileslimit" -> requestBodyNoFilesLimit = number(setting);
      case "secresponsebodylimit" -> responseBodyLimit = number(setting);
      case "secrequestbodylimitaction" -> rejectPastRequestLimit = isReject(setting);
      case "secresponsebodylimitaction" -> rejectPastResponseLimit = isReject(setting);
      case "secargumentslimit" -> arguments = number(setting);
      case "secrequestbodyjsondepthlimit" -> depth = number(setting);
      case "secresponsebodymimetype" -> addTypes(setting);
      case "secresponsebodymimetypesclear" -> responseTypes = Set.of();
      case "secargumentseparator" -> only(setting, "&");
      case "seccookieformat" -> only(setting, "0");
      default -> throw new SecLangException(setting.at(), setting.name() + " is not known");
    }
  }

  /** The first types stand in place of those that are there without any; others come to them. */
  private void addTypes(Directive.Setting setting) {
    if (setting.values().isEmpty()) {
      throw wrong(setting, "types");
    }
    Set<String> types = new HashSet<>(ownTypes ? responseTypes : Set.of());
    setting.values().forEach(value -> types.add(Ascii.lower(value)));
    responseTypes = types;
    ownTypes = true;
  }

  /** What could be said otherwise elsewhere, and not here. */
  private static void only(Directive.Setting setting, String value) {
    if (!value(setting).equals(value)) {
      throw wrong(setting, "only " + value);
    }
  }

  private static Engine engine(Directive.Setting setting) {
    return switch (value(setting).toLowerCase(Locale.ROOT)) {
      case "on" -> Engine.ON;
      case "off" -> Engine.OFF;
      case "detectiononly" -> Engine.DETECTION_ONLY;
      default -> throw wrong(setting, "On, Off or DetectionOnly");
    };
  }

  private static boolean isOn(Directive.Setting setting) {
    return choice(setting, "on", "off");
  }

  private static boolean isReject(Directive.Setting setting) {
    return choice(setting, "reject", "processpartial");
  }

  private static boolean choice(Directive.Setting setting, String yes, String no) {
    String value = value(setting).toLowerCase(Locale.ROOT);
    if (!value.equals(yes) && !value.equals(no)) {
      throw wrong(setting, yes + " or " + no);
    }
    return value.equals(yes);
  }

  private static int number(Directive.Setting setting) {
    try {
      int number = Integer.parseInt(value(setting));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(setting, "a number");
  }

  private static String value(Directive.Setting setting) {
    if (setting.values().size() != 1) {
      throw wrong(setting, "one value");
    }
    return setting.values().getFirst();
  }

  private static SecLangException wrong(Directive.Setting setting, String wanted) {
    return new SecLangException(
        setting.at(),
        "%s takes %s, not %s"
            .formatted(setting.name(), wanted, String.join(" ", setting.values())));
  }
}
