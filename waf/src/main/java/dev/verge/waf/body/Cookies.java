package dev.verge.waf.body;

import dev.verge.waf.text.Ascii;
import java.util.ArrayList;
import java.util.List;

/** Reads the Cookie header of a request as ModSecurity does. */
public final class Cookies {
  private Cookies() {}

  /**
   * The cookies in a header, in order; names may repeat. Semicolons separate them and the first
   * equals sign ends a name; whitespace goes before each name and at the end of the header, and
   * stays everywhere else. Nothing is decoded, quotes are kept, and what has no name is left out.
   */
  public static List<Argument> parse(String header) {
    List<Argument> cookies = new ArrayList<>();
    int length = header.length();
    while (length > 0 && Ascii.isSpace(header.charAt(length - 1))) {
      length--;
    }
    int start = 0;
    while (start < length) {
      int separator = header.indexOf(';', start, length);
      int end = separator < 0 ? length : separator;
      addCookie(header, start, end, cookies);
      start = end + 1;
    }
    return cookies;
  }

  private static void addCookie(String header, int start, int end, List<Argument> cookies) {
    int nameStart = start;
    while (nameStart < end && Ascii.isSpace(header.charAt(nameStart))) {
      nameStart++;
    }
    int equals = header.indexOf('=', nameStart, end);
    String name = header.substring(nameStart, equals < 0 ? end : equals);
    if (!name.isEmpty()) {
      String value = equals < 0 ? "" : header.substring(equals + 1, end);
      cookies.add(new Argument(name, value));
    }
  }
}
