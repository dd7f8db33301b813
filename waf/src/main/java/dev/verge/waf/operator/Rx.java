package dev.verge.waf.operator;

import dev.verge.waf.regex.Regex;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code @rx}: a regular expression. */
final class Rx implements Operator {
  private final Regex regex;

  Rx(String pattern) {
    this.regex = Regex.compile(pattern);
  }

  @Override
  public boolean matches(String value, String argument, @Nullable Groups groups) {
    if (groups == null) {
      return regex.matches(value);
    }
    @Nullable String[] found = regex.groups(value);
    if (found == null) {
      return false;
    }
    groups.set(found);
    return true;
  }

  @Override
  public Set<String> required() {
    return regex.required();
  }
}
