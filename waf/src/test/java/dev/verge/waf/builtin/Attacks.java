package dev.verge.waf.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads tables of requests, which are attacks if they are not said to be ordinary. */
final class Attacks {
  private Attacks() {}

  /**
   * One of them.
   *
   * @param line as it is in the table
   */
  record Attack(String line, Sample sample) {}

  /** The attacks of all tables. */
  static Map<String, List<Attack>> all() throws IOException {
    Map<String, List<Attack>> all = new LinkedHashMap<>(byCategory("attacks.txt"));
    all.putAll(byCategory("attacks-second.txt"));
    return all;
  }

  static Map<String, List<Attack>> byCategory(String table) throws IOException {
    Map<String, List<Attack>> all = new LinkedHashMap<>();
    List<Attack> category = new ArrayList<>();
    for (String line : lines(table)) {
      if (line.startsWith("[")) {
        category = all.computeIfAbsent(line, name -> new ArrayList<>());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int space = line.indexOf(' ');
        String value = unescaped(Sample.bytes(line.substring(space + 1)));
        category.add(new Attack(line, sample(line.substring(0, space), value)));
      }
    }
    return all;
  }

  /** Lines of a file that lies beside this class. */
  static List<String> lines(String name) throws IOException {
    try (InputStream in = Attacks.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
    }
  }

  /** The bytes of a value stand for themselves, so that wrong ones can be sent. */
  private static Sample sample(String place, String value) {
    Sample page = Sample.get(place, "/page");
    return switch (place) {
      case "query" -> Sample.get(place, "/page?a=1&q=" + Sample.escaped(value));
      case "name" -> Sample.get(place, "/page?" + Sample.escaped(value) + "=1");
      case "form" ->
          Sample.post(
              place,
              "/page",
              "application/x-www-form-urlencoded",
              "a=1&q=" + Sample.escaped(value));
      case "json" -> Sample.json(place, "/api", "{\"a\": [1, {\"q\": \"" + value + "\"}]}");
      case "json-body" -> Sample.post(place, "/api", "application/json", value);
      case "xml-body" -> Sample.post(place, "/api", "application/xml", value);
      case "cookie" -> page.with("Cookie", "sid=42; q=" + Sample.escaped(value));
      case "path" -> Sample.get(place, Sample.escaped(value).replace("%2F", "/"));
      case "uri" -> Sample.get(place, value);
      case "agent" -> page.with("User-Agent", value);
      case "referer" -> page.with("Referer", value);
      case "upload" -> Sample.upload(place, "/upload", Map.of("a", "1"), value);
      case "method" -> page.withMethod(value);
      default -> page.with(place.substring("header:".length()), value);
    };
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c = text.charAt(++i);
        if (c == 'x') {
          c = (char) Integer.parseInt(text, i + 1, i + 3, 16);
          i += 2;
        } else {
          c =
              switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case '0' -> '\0';
                default -> c;
              };
        }
      }
      out.append(c);
    }
    return out.toString();
  }
}
