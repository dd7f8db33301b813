package dev.verge.waf.body;

import static java.util.Objects.requireNonNull;

import dev.verge.waf.text.Ascii;
import dev.verge.waf.transform.Transformation;

/**
 * Forms and query strings. As in ModSecurity, what stands between two separators is an argument
 * even if it is empty, and what has no equals sign is a name with an empty value.
 */
final class UrlencodedParser {
  private static final Transformation DECODE = requireNonNull(Transformation.named("urlDecode"));

  private UrlencodedParser() {}

  static void parse(String body, Collector out) throws MalformedBodyException {
    if (hasInvalidEscape(body)) {
      out.invalidEscapes();
    }
    int start = 0;
    while (start < body.length()) {
      int separator = body.indexOf('&', start);
      int end = separator < 0 ? body.length() : separator;
      int equals = body.indexOf('=', start, end);
      String name = body.substring(start, equals < 0 ? end : equals);
      String value = equals < 0 ? "" : body.substring(equals + 1, end);
      out.argument(DECODE.apply(name), DECODE.apply(value));
      start = end + 1;
    }
  }

  private static boolean hasInvalidEscape(String body) {
    for (int i = body.indexOf('%'); i >= 0; i = body.indexOf('%', i + 1)) {
      if (i + 2 >= body.length()
          || !Ascii.isHexDigit(body.charAt(i + 1))
          || !Ascii.isHexDigit(body.charAt(i + 2))) {
        return true;
      }
    }
    return false;
  }
}
