package dev.verge.waf.transform;

import dev.verge.waf.text.Ascii;
import java.util.Set;

/**
 * Values in which there is nothing to decode or to tidy up, such as most names. Not to try
 * transformations that keep them saves most of the work for requests of many small values.
 */
public final class SimpleValues {
  private static final Set<String> KEEPING =
      Set.of(
          "cmdline",
          "compresswhitespace",
          "cssdecode",
          "escapeseqdecode",
          "htmlentitydecode",
          "jsdecode",
          "lowercase",
          "normalisepath",
          "normalisepathwin",
          "normalizepath",
          "normalizepathwin",
          "removecomments",
          "removecommentschar",
          "removenulls",
          "removewhitespace",
          "replacecomments",
          "replacenulls",
          "trim",
          "trimleft",
          "trimright",
          "urldecode",
          "urldecodeuni",
          "utf8tounicode");

  private SimpleValues() {}

  /** Whether the transformation of a name, in whichever case, returns simple values as they are. */
  public static boolean areKeptBy(String transformation) {
    return KEEPING.contains(Ascii.lower(transformation));
  }

  /** Whether a value is all small letters, digits, low lines and dots, with no dot at the end. */
  public static boolean includes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
      if (!plain) {
        return false;
      }
    }
    return !value.endsWith(".");
  }
}
