package dev.verge.waf.seclang;

import org.jspecify.annotations.Nullable;

/**
 * What a rule looks at: a collection, all of it or a part, or what it does not look at.
 *
 * @param excluded written with {@code !}
 * @param counted written with {@code &}: how many there are, not what they say
 * @param collection in upper case
 * @param selector the part; null: all
 */
public record Target(
    boolean excluded, boolean counted, String collection, @Nullable Selector selector) {

  /** Which part of a collection. */
  public sealed interface Selector {
    /** The entries of a name, without regard to case. */
    record Name(String name) implements Selector {}

    /** The entries whose names a regular expression matches. */
    record Pattern(String regex) implements Selector {}
  }

  @Override
  public String toString() {
    String part =
        switch (selector) {
          case null -> "";
          case Selector.Name(String name) -> ":" + name;
          case Selector.Pattern(String regex) -> ":/" + regex + "/";
        };
    return (excluded ? "!" : "") + (counted ? "&" : "") + collection + part;
  }
}
