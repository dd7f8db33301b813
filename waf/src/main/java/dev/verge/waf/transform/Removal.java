package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Removes some bytes wherever they stand. */
final class Removal implements Transformation {
  private final boolean[] removed = new boolean[256];

  private Removal() {}

  static Removal of(String bytes) {
    Removal removal = new Removal();
    for (int i = 0; i < bytes.length(); i++) {
      removal.removed[bytes.charAt(i)] = true;
    }
    return removal;
  }

  @Override
  public String apply(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (removed[value.charAt(i) & 0xFF]) {
        return without(value, i);
      }
    }
    return value;
  }

  private String without(String value, int first) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    int length = first;
    for (int i = first + 1; i < bytes.length; i++) {
      if (!removed[bytes[i] & 0xFF]) {
        bytes[length++] = bytes[i];
      }
    }
    return new String(bytes, 0, length, ISO_8859_1);
  }
}
