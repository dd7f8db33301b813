package dev.verge.waf.transform;

import org.jspecify.annotations.Nullable;

/**
 * What a rule does to a value before it looks at it, as its {@code t:} actions say.
 *
 * <p>A pure function, safe to call from any thread, that takes time linear in the value and never
 * throws. Values are bytes, one per character. A value that does not change is returned as the same
 * instance, so that callers can tell by identity; that is found out without allocating anything,
 * since most values are plain.
 */
@FunctionalInterface
public interface Transformation {
  String apply(String value);

  /**
   * The transformation that SecLang calls {@code name}, in whichever case; null when there is none.
   * There is none called {@code none}: it does not change values, but forgets the transformations
   * before it. The same transformation is always the same instance, whichever of its names is used.
   */
  static @Nullable Transformation named(String name) {
    return Catalogue.find(name);
  }
}
