package dev.verge.web;

import dev.verge.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters of a query or a form ({@code application/x-www-form-urlencoded}, WHATWG URL section
 * 5), decoded strictly, in order.
 */
final class Parameters {
  private static final int MAX_PARAMETERS = 1_000;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Takes them apart.
   *
   * @param where names the source in errors: {@code the query}
   * @throws Problem 400 if something cannot be decoded or there are more than 1,000
   */
  static Parameters parse(String text, String where) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    for (int start = 0; start < text.length(); ) {
      int and = text.indexOf('&', start);
      int end = and < 0 ? text.length() : and;
      if (end > start) {
        if (++count > MAX_PARAMETERS) {
          throw Problem.of(400, "Bad request", where + " has more than 1,000 parameters");
        }
        add(values, text.substring(start, end), where);
      }
      start = end + 1;
    }
    return new Parameters(values);
  }

  private static void add(Map<String, List<String>> values, String pair, String where) {
    int equals = pair.indexOf('=');
    try {
      String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
      values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    } catch (Percent.BrokenEncoding e) {
      throw Problem.of(400, "Bad request", where + " " + e.getMessage());
    }
  }

  Optional<String> first(String name) {
    List<String> all = values.get(name);
    return all == null ? Optional.empty() : Optional.of(all.getFirst());
  }

  /** All values by name, in order. */
  Map<String, List<String>> all() {
    return values;
  }
}
