package dev.verge.web;

import dev.verge.Headers;
import java.util.Optional;

/** Reads cookies as servers should (RFC 6265, section 5.4): what makes no sense is skipped. */
public final class Cookies {
  private Cookies() {}

  /** The value of the first cookie of that name, without the quotes that may be around it. */
  public static Optional<String> find(Headers headers, String name) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Cookie")) {
        Optional<String> value = findIn(headers.value(i), name);
        if (value.isPresent()) {
          return value;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> findIn(String header, String name) {
    for (int start = 0; start < header.length(); ) {
      int semicolon = header.indexOf(';', start);
      int end = semicolon < 0 ? header.length() : semicolon;
      int equals = header.indexOf('=', start);
      if (equals >= 0 && equals < end && header.substring(start, equals).strip().equals(name)) {
        return Optional.of(unquoted(header.substring(equals + 1, end).strip()));
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
