package dev.verge.waf.operator;

/** Numbers in values. */
public final class Numbers {
  private Numbers() {}

  /** The number that a text begins with, as C reads it; 0 if it begins with none. */
  public static long parse(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    boolean negative = i < text.length() && text.charAt(i) == '-';
    if (negative || (i < text.length() && text.charAt(i) == '+')) {
      i++;
    }
    long number = 0;
    for (; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
      if (number > Integer.MAX_VALUE) {
        break; // larger than anything that is compared with
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return negative ? -number : number;
  }
}
