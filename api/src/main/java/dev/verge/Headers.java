package dev.verge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Header fields in order, immutable; names compare without case (RFC 9110, section 5.1). */
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0]);

  private final String[] pairs;

  private Headers(String[] pairs) {
    this.pairs = pairs;
  }

  /** No headers. */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * Headers from names and values in turn.
   *
   * @throws IllegalArgumentException for an odd count, or a name or value that is not legal in HTTP
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header name without a value");
    }
    String[] copy = namesAndValues.clone();
    for (int i = 0; i < copy.length; i += 2) {
      check(copy[i], copy[i + 1]);
    }
    return new Headers(copy);
  }

  /** The first value of that name, or null. */
  public @Nullable String first(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** All values of that name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        values.add(pairs[i + 1]);
      }
    }
    return values;
  }

  /** Calls with every name and value, in order. */
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  /** The name of a field by position from 0, as it was written. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value of a field by position from 0. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The number of fields. */
  public int size() {
    return pairs.length / 2;
  }

  /** A copy with one more field. */
  public Headers plus(String name, String value) {
    check(name, value);
    String[] more = new String[pairs.length + 2];
    System.arraycopy(pairs, 0, more, 0, pairs.length);
    more[pairs.length] = name;
    more[pairs.length + 1] = value;
    return new Headers(more);
  }

  /** A copy with this field in place of all of that name. */
  public Headers with(String name, String value) {
    return without(name).plus(name, value);
  }

  /** A copy without the fields of that name. */
  public Headers without(String name) {
    if (first(name) == null) {
      return this;
    }
    List<String> kept = new ArrayList<>(pairs.length);
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equalsIgnoreCase(name)) {
        kept.add(pairs[i]);
        kept.add(pairs[i + 1]);
      }
    }
    return new Headers(kept.toArray(String[]::new));
  }

  @Override
  public String toString() {
    return String.join(" ", pairs);
  }

  private static void check(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(Headers::isTokenChar)) {
      throw new IllegalArgumentException("not a header name: '" + name + "'");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
        throw new IllegalArgumentException(
            "header " + name + " has a character that HTTP does not allow, at index " + i);
      }
    }
  }

  private static boolean isTokenChar(int c) {
    return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
