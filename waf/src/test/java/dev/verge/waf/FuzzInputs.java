package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Inputs that nobody meant: those of the corpus, changed at random. The corpus lies in files of
 * lines; what once broke something is added there, so that it is tried each time.
 */
final class FuzzInputs {
  static final List<String> RULES = corpus("rules.txt");
  static final List<String> EXPRESSIONS = corpus("expressions.txt");
  static final List<String> VALUES = corpus("values.txt");
  static final List<String> BODIES = corpus("bodies.txt");

  private static final String MARKS = "\"'\\/*-#%&;:,|=!@^$()[]{}<>?+. \0\r\n\t\u00A0\u00C3\u00FF";
  private static final int LONGEST = 4_096;

  private final Random random;

  FuzzInputs(long seed) {
    random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  long seed() {
    return random.nextLong();
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** One of the inputs, changed a little, or crossed with another. */
  String changed(List<String> inputs) {
    StringBuilder text = new StringBuilder(pick(inputs));
    for (int changes = random.nextInt(5); changes > 0; changes--) {
      change(text, inputs);
    }
    text.setLength(Math.min(text.length(), LONGEST));
    return text.toString();
  }

  private void change(StringBuilder text, List<String> inputs) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(12));
    switch (random.nextInt(7)) {
      case 0 -> text.delete(at, to);
      case 1 -> text.insert(at, text.substring(at, to).repeat(1 + random.nextInt(4)));
      case 2 -> text.insert(at, MARKS.charAt(random.nextInt(MARKS.length())));
      case 3 -> text.insert(at, (char) random.nextInt(256));
      case 4 -> text.insert(at, Long.toString(random.nextLong() >> random.nextInt(64)));
      case 5 -> text.replace(at, text.length(), tail(pick(inputs)));
      default -> text.insert(at, part(pick(inputs)));
    }
  }

  private String tail(String text) {
    return text.substring(random.nextInt(text.length() + 1));
  }

  private String part(String text) {
    int from = random.nextInt(text.length() + 1);
    return text.substring(from, Math.min(text.length(), from + random.nextInt(20)));
  }

  private static List<String> corpus(String name) {
    try (InputStream in = FuzzInputs.class.getResourceAsStream("fuzz/" + name)) {
      String text = new String(Objects.requireNonNull(in, name).readAllBytes(), ISO_8859_1);
      return text.lines().filter(line -> !line.startsWith("# ")).map(FuzzInputs::bytes).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bytes(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        c = line.charAt(++i);
        int plain = "nrt0".indexOf(c);
        if (c == 'x') {
          c = (char) Integer.parseInt(line, i + 1, i + 3, 16);
          i += 2;
        } else if (plain >= 0) {
          c = "\n\r\t\0".charAt(plain);
        }
      }
      out.append(c);
    }
    return out.toString();
  }
}
