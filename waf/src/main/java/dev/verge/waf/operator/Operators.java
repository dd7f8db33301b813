package dev.verge.waf.operator;

import dev.verge.waf.injection.Sqli;
import dev.verge.waf.injection.Xss;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators by name. */
final class Operators {
  private Operators() {}

  /** Whether a value and an argument that may change with each request agree. */
  private interface Comparison {
    boolean holds(String value, String argument);
  }

  private record Comparing(Comparison comparison) implements Operator {
    @Override
    public boolean matches(String value, String argument, @Nullable Groups groups) {
      boolean holds = comparison.holds(value, argument);
      if (holds && groups != null) {
        groups.set(value);
      }
      return holds;
    }

    @Override
    public boolean isFixed() {
      return false;
    }
  }

  /**
   * A check of the value alone.
   *
   * @param required literals of which every value that it holds for has one; empty: nothing is
   *     known
   */
  private record Checking(Check check, Set<String> required) implements Operator {
    @Override
    public boolean matches(String value, String argument, @Nullable Groups groups) {
      boolean holds = check.holds(value);
      if (holds && groups != null) {
        groups.set(value);
      }
      return holds;
    }
  }

  static Operator compile(String name, String argument, Operator.Files files) throws IOException {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "rx" -> new Rx(argument);
      case "pm" -> Pm.of(PmPhrases.parse(argument));
      case "pmfromfile", "pmf" -> Pm.ofLines(lines(argument, files));
      case "ipmatch" -> IpMatch.of(List.of(argument.split(",", -1)));
      case "ipmatchfromfile", "ipmatchf" -> IpMatch.ofLines(lines(argument, files));
      case "validatebyterange" -> ByteRange.of(argument);
      case "validateurlencoding" -> fixed(Encodings::hasBadUrlEncoding);
      case "validateutf8encoding" -> fixed(Encodings::hasBadUtf8);
      case "detectsqli" -> Operators::sqli;
      // Scripts are run by tags and by attributes that have a value.
      case "detectxss" -> new Checking(Xss::detects, Set.of("<", "="));
      case "unconditionalmatch" -> fixed(value -> true);
      case "nomatch" -> fixed(value -> false);
      default -> comparing(name);
    };
  }

  private static Operator comparing(String name) {
    Comparison comparison =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "eq" -> (v, a) -> Numbers.parse(v) == Numbers.parse(a);
          case "ge" -> (v, a) -> Numbers.parse(v) >= Numbers.parse(a);
          case "gt" -> (v, a) -> Numbers.parse(v) > Numbers.parse(a);
          case "le" -> (v, a) -> Numbers.parse(v) <= Numbers.parse(a);
          case "lt" -> (v, a) -> Numbers.parse(v) < Numbers.parse(a);
          case "streq" -> String::equals;
          case "contains", "strmatch" -> String::contains;
          case "containsword" -> Encodings::containsWord;
          case "beginswith" -> String::startsWith;
          case "endswith" -> String::endsWith;
          case "within" -> (v, a) -> a.contains(v);
          default -> throw new IllegalArgumentException("there is no operator @" + name);
        };
    return new Comparing(comparison);
  }

  private interface Check {
    boolean holds(String value);
  }

  private static Operator fixed(Check check) {
    return new Checking(check, Set.of());
  }

  private static boolean sqli(String value, String argument, @Nullable Groups groups) {
    String fingerprint = Sqli.fingerprint(value);
    if (fingerprint != null && groups != null) {
      groups.set(fingerprint);
    }
    return fingerprint != null;
  }

  private static List<String> lines(String names, Operator.Files files) throws IOException {
    List<String> lines = new java.util.ArrayList<>();
    for (String name : names.strip().split("\\s+", -1)) {
      lines.addAll(files.lines(name));
    }
    return lines;
  }
}
