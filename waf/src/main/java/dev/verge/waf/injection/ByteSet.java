package dev.verge.waf.injection;

/** A set of byte values, for going over a text up to what is, or is not, one of them. */
final class ByteSet {
  private final boolean[] members = new boolean[256];

  ByteSet(String members) {
    for (int i = 0; i < members.length(); i++) {
      this.members[members.charAt(i)] = true;
    }
  }

  boolean contains(char c) {
    return members[c & 0xFF];
  }

  /** The first index at or behind {@code from} whose character is a member; else the length. */
  int find(String text, int from) {
    int at = from;
    while (at < text.length() && !contains(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The first index at or behind {@code from} whose character is no member; else the length. */
  int skip(String text, int from) {
    int at = from;
    while (at < text.length() && contains(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
