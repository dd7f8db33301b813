package dev.verge.web;

import dev.verge.Problem;
import dev.verge.Request;
import java.util.Locale;

/** Checks of {@code Content-Type} (RFC 9110, section 8.3). */
final class MediaTypes {
  private MediaTypes() {}

  /**
   * Passes {@code application/json} and {@code application/...+json}.
   *
   * @throws Problem 415 otherwise
   */
  static void requireJson(Request request) {
    String type = essence(request);
    if (!type.equals("application/json")
        && !(type.startsWith("application/") && type.endsWith("+json"))) {
      throw unsupported("application/json", type);
    }
  }

  /**
   * Passes {@code application/x-www-form-urlencoded}.
   *
   * @throws Problem 415 otherwise
   */
  static void requireForm(Request request) {
    String type = essence(request);
    if (!type.equals("application/x-www-form-urlencoded")) {
      throw unsupported("application/x-www-form-urlencoded", type);
    }
  }

  private static Problem unsupported(String expected, String found) {
    return Problem.of(
        415,
        "Unsupported media type",
        "the body must be "
            + expected
            + (found.isEmpty() ? "; the request has no Content-Type" : ", not " + found));
  }

  /** The type without parameters, in lower case; a charset other than UTF-8 is refused. */
  private static String essence(Request request) {
    String[] parts = request.header("Content-Type").orElse("").split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw Problem.of(
            415, "Unsupported media type", "the body must be UTF-8, not " + parameter.substring(8));
      }
    }
    return parts[0].strip().toLowerCase(Locale.ROOT);
  }
}
