package dev.verge.waf.builtin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What people write, by kind, drawn at random. */
final class Texts {
  private final Map<String, List<String>> byKind = new HashMap<>();
  private final List<String> languages;
  private final RandomGenerator random;

  Texts(RandomGenerator random) throws IOException {
    this.random = random;
    List<String> kind = new ArrayList<>();
    for (String line : Attacks.lines("ordinary.txt")) {
      if (line.startsWith("[") && line.endsWith("]") && line.matches("\\[[a-z: ]+]")) {
        String name = line.substring(1, line.length() - 1);
        kind = byKind.computeIfAbsent(name, key -> new ArrayList<>());
      } else if (!line.isBlank() && !isComment(line, kind)) {
        kind.add(unescaped(line));
      }
    }
    languages = byKind.keySet().stream().filter(k -> k.startsWith("sentences")).sorted().toList();
  }

  /** Comments stand before the first kind; later a hash is text. */
  private static boolean isComment(String line, List<String> kind) {
    return line.startsWith("#") && kind.isEmpty();
  }

  int languages() {
    return languages.size();
  }

  List<String> all(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  String one(String kind) {
    return any(all(kind));
  }

  String sentence() {
    return one(any(languages));
  }

  /** Some sentences of one language. */
  String paragraph() {
    String language = any(languages);
    StringBuilder text = new StringBuilder(one(language));
    for (int more = random.nextInt(4); more > 0; more--) {
      text.append(random.nextInt(4) == 0 ? "\r\n\r\n" : " ").append(one(language));
    }
    return text.toString();
  }

  /** What somebody may post: text, with something about programs, mathematics or links in it. */
  String post() {
    return switch (random.nextInt(4)) {
      case 0 -> one("posts");
      case 1 -> sentence() + "\n\n" + one("posts");
      case 2 -> one("posts") + "\r\n" + sentence();
      default -> one("posts") + " " + one("posts");
    };
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String unescaped(String line) {
    return line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\");
  }
}
