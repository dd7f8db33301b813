package dev.verge.waf.transform;

/**
 * Makes the many ways to write one shell command alike: without quotes, backslashes and carets, one
 * space for each run of separators and none before a slash or an opening parenthesis, lower case.
 */
final class CommandLine {
  private static final byte PLAIN = 0;
  private static final byte DROPPED = 1;
  private static final byte SEPARATOR = 2;
  private static final byte JOINED = 3;
  private static final byte UPPER = 4;
  private static final byte[] KIND = new byte[256];

  static {
    mark("\"'\\^", DROPPED);
    mark(" ,;\t\r\n", SEPARATOR);
    mark("/(", JOINED);
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", UPPER);
  }

  private CommandLine() {}

  private static void mark(String bytes, byte kind) {
    for (int i = 0; i < bytes.length(); i++) {
      KIND[bytes.charAt(i)] = kind;
    }
  }

  static String normalize(String value) {
    byte before = PLAIN;
    for (int i = 0; i < value.length(); i++) {
      byte kind = KIND[value.charAt(i) & 0xFF];
      if (kind != PLAIN && changes(value.charAt(i), kind, before)) {
        return normalized(value);
      }
      before = kind;
    }
    return value;
  }

  private static boolean changes(char c, byte kind, byte before) {
    return switch (kind) {
      case SEPARATOR -> c != ' ' || before == SEPARATOR;
      case JOINED -> before == SEPARATOR;
      default -> true;
    };
  }

  private static String normalized(String value) {
    Output out = Output.beginning(value, 0);
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      byte kind = KIND[c & 0xFF];
      if (kind == SEPARATOR) {
        if (!space) {
          out.add(' ');
        }
        space = true;
      } else if (kind != DROPPED) {
        if (kind == JOINED && space) {
          out.cut(out.length() - 1);
        }
        out.add(kind == UPPER ? c + 32 : c);
        space = false;
      }
    }
    return out.orSame(value);
  }
}
