package dev.verge.waf.operator;

import dev.verge.waf.regex.Regex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where an operator leaves what it has captured: the match and what is within. */
public final class Groups {
  private final @Nullable String[] groups = new String[Regex.MOST_GROUPS];

  /** Leaves a match; groups that are not given are none. */
  public void set(@Nullable String... captured) {
    Arrays.fill(groups, null);
    System.arraycopy(captured, 0, groups, 0, Math.min(captured.length, groups.length));
  }

  /** A group, 0 for the whole match; null for none. */
  public @Nullable String get(int group) {
    return groups[group];
  }

  /** All groups, by number. */
  public @Nullable String[] copy() {
    return groups.clone();
  }
}
