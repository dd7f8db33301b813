package dev.verge.data.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The names of entries: how they are minted, ordered, and tell their home. A key tells a home when
 * it starts with three lower-case letters and a dot ({@code nrt.q83v…}), so that what is homeless
 * today stays so when a location is added.
 */
final class Keys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final int CODE = 3;

  private Keys() {}

  /** A key that nobody can guess: 144 random bits behind its home. */
  static String mint(String home) {
    byte[] secret = new byte[18];
    RANDOM.nextBytes(secret);
    return home + '.' + TEXT.encodeToString(secret);
  }

  /** The home that a key or prefix tells, or null. */
  static @Nullable String home(String key) {
    if (key.length() <= CODE || key.charAt(CODE) != '.') {
      return null;
    }
    String code = key.substring(0, CODE);
    return isHome(code) ? code : null;
  }

  /** Whether keys may tell this home. */
  static boolean isHome(String code) {
    return code.length() == CODE && code.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }

  /** Compares as SQLite does: by the bytes of UTF-8. */
  static int compare(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  /** The least text above all texts that start with a prefix; null: there is none. */
  static @Nullable String above(String prefix) {
    int end = prefix.length();
    while (end > 0 && prefix.codePointBefore(end) == Character.MAX_CODE_POINT) {
      end -= 2;
    }
    if (end == 0) {
      return null;
    }
    int last = prefix.codePointBefore(end);
    int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
    return prefix.substring(0, end - Character.charCount(last)) + Character.toString(next);
  }
}
