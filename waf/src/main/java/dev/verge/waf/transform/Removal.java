package dev.verge.waf.transform;

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
    Output out = Output.beginning(value, first);
    for (int i = first + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!removed[c & 0xFF]) {
        out.add(c);
      }
    }
    return out.orSame(value);
  }
}
