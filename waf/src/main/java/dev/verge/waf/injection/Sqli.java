package dev.verge.waf.injection;

import org.jspecify.annotations.Nullable;

/**
 * Detects SQL injections as libinjection does. A value is split into SQL tokens, in the union of
 * all dialects; the tokens are folded to at most five that carry its meaning; and their types, a
 * letter each, are its fingerprint. {@code 1' or 2=2 --} is a string, a logic operator, a number
 * and a comment: {@code s&1c}. Whether that is an injection says a table of fingerprints, which was
 * gathered from attacks and cleaned of what ordinary values have too; a few short fingerprints are
 * looked at more closely.
 *
 * <p>What a value means depends on where in a statement it ends up, so it is read as if it stood
 * there alone, behind a single quote and behind a double quote; and in the way of MySQL too where
 * that differs.
 */
public final class Sqli {
  private Sqli() {}

  /** The fingerprint of the injection a value is, at most five characters; null if it is none. */
  public static @Nullable String fingerprint(String value) {
    String found = fingerprint(value, SqlMode.BARE_ANSI, SqlMode.BARE_MYSQL);
    if (found == null && value.indexOf('\'') >= 0) {
      found = fingerprint(value, SqlMode.SINGLE_QUOTED_ANSI, SqlMode.SINGLE_QUOTED_MYSQL);
    }
    if (found == null && value.indexOf('"') >= 0) {
      found = SqlReading.of(value, SqlMode.DOUBLE_QUOTED_MYSQL).injection();
    }
    return found;
  }

  private static @Nullable String fingerprint(String value, SqlMode ansi, SqlMode mysql) {
    SqlReading reading = SqlReading.of(value, ansi);
    String found = reading.injection();
    return found == null && reading.dialectMattered()
        ? SqlReading.of(value, mysql).injection()
        : found;
  }
}
