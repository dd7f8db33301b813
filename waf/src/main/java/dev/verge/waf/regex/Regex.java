package dev.verge.waf.regex;

import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.safere.Matcher;
import org.safere.Pattern;

/**
 * A regular expression over bytes, which are the characters of strings; matched in time linear in
 * the value. Thread-safe.
 */
public final class Regex {
  /** As many groups as rules can refer to: the whole match and nine within. */
  public static final int MOST_GROUPS = 10;

  private static final int FEW = 8;

  private final String source;
  private final Set<String> required;

  /** The same, if they are few. */
  private final String @Nullable [] few;

  private final Pattern pattern;

  private Regex(String source, Node node) {
    this.source = source;
    this.required = Requirement.anyOf(node);
    this.few = required.isEmpty() || required.size() > FEW ? null : required.toArray(String[]::new);
    this.pattern = pattern(source, node);
  }

  private static Pattern pattern(String source, Node node) {
    try {
      return Pattern.compile(Writer.write(node), Pattern.DOTALL | Pattern.UNIX_LINES);
    } catch (PatternSyntaxException e) {
      // What is understood may still be too large, such as repeats of repeats.
      throw new RegexException("%s, in %s".formatted(e.getDescription(), source), e);
    }
  }

  /**
   * Compiles an expression of the Perl-compatible dialect.
   *
   * @param source its bytes, as characters
   * @throws RegexException if it is wrong or cannot be matched in linear time
   */
  public static Regex compile(String source) {
    return new Regex(source, Pcre.parse(source));
  }

  /**
   * The same as {@link #matches}, quicker for short values that mostly do not match.
   *
   * @param value in lower case, as the literals are that it is searched for first
   */
  public boolean matchesLowerCase(String value) {
    if (few == null) {
      return matches(value);
    }
    for (String literal : few) {
      if (value.contains(literal)) {
        return matches(value);
      }
    }
    return false;
  }

  /** Whether a value has a match anywhere. */
  public boolean matches(String value) {
    return pattern.matcher(CarriageReturns.shown(value)).find();
  }

  /**
   * The first match: the whole, then its groups, null for those that took no part.
   *
   * @return null without a match
   */
  public @Nullable String @Nullable [] groups(String value) {
    Matcher matcher = pattern.matcher(CarriageReturns.shown(value));
    if (!matcher.find()) {
      return null;
    }
    @Nullable String[] groups = new String[Math.min(matcher.groupCount() + 1, MOST_GROUPS)];
    for (int i = 0; i < groups.length; i++) {
      int start = matcher.start(i);
      groups[i] = start < 0 ? null : value.substring(start, matcher.end(i));
    }
    return groups;
  }

  /**
   * Literals in lower case of which every value that matches has at least one, whatever the case it
   * is written in; empty if nothing is known.
   */
  public Set<String> required() {
    return required;
  }

  /** The expression as it was written. */
  @Override
  public String toString() {
    return source;
  }
}
