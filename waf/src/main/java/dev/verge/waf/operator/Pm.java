package dev.verge.waf.operator;

import dev.verge.waf.regex.Literals;
import dev.verge.waf.text.Ascii;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code @pm} and {@code @pmFromFile}: any of many phrases, without regard to case. */
final class Pm implements Operator {
  private final List<String> phrases;
  private final Literals literals;
  private final Set<String> required;

  private Pm(Set<String> phrases) {
    if (phrases.isEmpty()) {
      throw new IllegalArgumentException("@pm without a phrase");
    }
    this.phrases = List.copyOf(phrases);
    this.literals = Literals.of(this.phrases);
    this.required = Literals.prefixes(phrases);
  }

  static Pm of(List<String> phrases) {
    Set<String> all = new TreeSet<>();
    for (String phrase : phrases) {
      if (!phrase.isEmpty()) {
        all.add(Ascii.lower(phrase));
      }
    }
    return new Pm(all);
  }

  /** A phrase on each line but empty ones and those that begin with a hash. */
  static Pm ofLines(List<String> lines) {
    return of(lines.stream().map(String::strip).filter(line -> !line.startsWith("#")).toList());
  }

  @Override
  public boolean matches(String value, String argument, @Nullable Groups groups) {
    int found = literals.first(value);
    if (found >= 0 && groups != null) {
      groups.set(phrases.get(found));
    }
    return found >= 0;
  }

  @Override
  public Set<String> required() {
    return required;
  }
}
